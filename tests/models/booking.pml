/* People look at places, hold, confirm, confirm again, move and cancel, in any order; holds run out. A place has one
   owner, a hold or an appointment; who was told «booked» has an appointment until they cancel.
   -DFAULT: a confirmation trusts what it read before its transaction. */
#define NONE 9
#define FREE(c, p) (OTHERS(c, 0, p) && OTHERS(c, 1, p) && OTHERS(c, 2, p) && OTHERS(c, 3, p) && appointment[c] != p)
#define OTHERS(c, d, p) (c == d || (hold[d] != p && appointment[d] != p))
#define APART(a, b) assert((hold[a] == NONE || (hold[a] != hold[b] && hold[a] != appointment[b])) && (appointment[a] == NONE || (appointment[a] != appointment[b] && appointment[a] != hold[b])))
#define CHECK APART(0, 1); APART(0, 2); APART(1, 2); APART(0, 3); APART(1, 3); APART(2, 3); assert(!told[c] || appointment[c] != NONE)

byte hold[4] = NONE; byte appointment[4] = NONE; byte confirmed[4]; byte seen[4] = NONE; bit told[4];

#include "booking_steps.pml"

proctype Person(byte c) {
  byte p, read = NONE;
  do
  :: atomic { if :: p = 0 :: p = 1 :: p = 2 fi; if :: FREE(c, p) -> seen[c] = p :: else fi; p = 0 }
  :: atomic { seen[c] != NONE -> p = seen[c]; do_hold(); CHECK; p = 0 }
  :: atomic { do_release(); CHECK }
  :: atomic { do_expire(); CHECK }
#ifdef FAULT
  :: atomic { read == NONE && seen[c] != NONE && FREE(c, seen[c]) && appointment[c] == NONE -> read = seen[c] }
  :: atomic { read != NONE -> appointment[c] = read; hold[c] = NONE; confirmed[c] = 1; told[c] = 1; read = NONE; CHECK }
#else
  :: atomic { seen[c] != NONE -> p = seen[c]; do_confirm(); if :: outcome == Booked -> told[c] = 1 :: else fi; CHECK; p = 0 }
#endif
  :: atomic { do_repeat(); assert(outcome != Booked || appointment[c] != NONE); assert(outcome != Withdrawn || !told[c]) }
  :: atomic { seen[c] != NONE -> p = seen[c]; do_move(); CHECK; p = 0 }
  :: atomic { do_cancel(); if :: outcome == Cancelled -> told[c] = 0 :: else fi; CHECK }
  od
}

init { atomic { run Person(0); run Person(1); run Person(2); run Person(3) } }
