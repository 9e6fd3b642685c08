/* Two server processes look for free places at the same time, read first and write afterwards; people answer, withdraw,
   answer too late or twice; others book and cancel. A place is kept for one wish or has one owner, and a wish is told
   once a day and MOST times in all. -DFAULT: a round trusts what it has read. */
#define NONE 9
#define MOST 2
#define UNKEPT(v, p) ((offer[v] != p || over[v] == 1) && got[v] != p)
#define FREE(p) (taken[p] == 0 && UNKEPT(0, p) && UNKEPT(1, p) && UNKEPT(2, p))
#define MAY_OFFER(w, p) (waits[w] == 1 && offer[w] == NONE && (had[w] & (1 << p)) == 0 && FREE(p))
#define READS(w, p) (MAY_OFFER(w, p) && told[w] < MOST && today[w] == 0)
#define KEPT(a) (offer[a] != NONE && over[a] == 0)
#define APART(a, b) assert((!KEPT(a) || !KEPT(b) || offer[a] != offer[b]) && (!KEPT(a) || got[b] != offer[a]) && (!KEPT(b) || got[a] != offer[b]) && (got[a] == NONE || got[a] != got[b]))
#define ALONE(a) assert((!KEPT(a) || taken[offer[a]] == 0) && (got[a] == NONE || taken[got[a]] == 0) && told[a] <= MOST)
#define CHECK APART(0, 1); APART(0, 2); APART(1, 2); ALONE(0); ALONE(1); ALONE(2)

byte waits[3] = 1; byte offer[3] = NONE; bit over[3]; byte told[3]; bit today[3]; byte had[3]; byte got[3] = NONE;
bit taken[2] = 1;

#include "waiting_list_steps.pml"

proctype Round() {
  byte w = 0, p = 0, known = 0; bit reading = 0;
  do
  :: atomic { !reading -> if :: w = 0 :: w = 1 :: w = 2 fi; if :: p = 0 :: p = 1 fi;
              if :: READS(w, p) -> known = told[w]; reading = 1 :: else -> w = 0; p = 0 fi }
#ifdef FAULT
  :: atomic { reading -> offer[w] = p; told[w] = told[w] + 1; assert(today[w] == 0); today[w] = 1; CHECK;
              reading = 0; w = 0; p = 0; known = 0 }
#else
  :: atomic { reading -> d_step { do_offer() }; assert(outcome != Offered || told[w] <= MOST); CHECK;
              reading = 0; w = 0; p = 0; known = 0 }
#endif
  od
}

proctype Person(byte w) {
  do
  :: atomic { do_accept(); CHECK }
  :: atomic { do_decline(); CHECK }
  :: atomic { do_withdraw(); CHECK }
  :: atomic { do_lapse() }
  :: atomic { do_close(); CHECK }
  :: atomic { today[w] = 0 }
  od
}

proctype Others(byte p) {
  do
  :: atomic { do_take(); CHECK }
  :: atomic { do_free(); CHECK }
  od
}

init { atomic { run Round(); run Round(); run Person(0); run Person(1); run Person(2); run Others(0); run Others(1) } }
