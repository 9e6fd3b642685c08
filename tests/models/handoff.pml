/* People write, ask and leave; operators claim, pass on, write and close; turns of the assistant last, and end after
   whatever happened meanwhile. The assistant never speaks where an operator has the floor, a conversation has an owner
   exactly when an operator has the floor, and a message is answered once or is the operator's to read.
   -DFAULT: the end of a turn trusts the floor that its beginning saw. */
#define NONE 9
#define LAST 2
#define MAY(c, o) (owner[c] == o || o == LAST)
#define CHECK assert((floor[c] == 2) == (owner[c] != NONE))

byte floor[4]; byte owner[4] = NONE;
byte owed[4];   /* messages that the assistant has to answer */
bit turn[4];    /* it is at it */

#include "handoff_steps.pml"

proctype Conversation(byte c) {
  byte o = 0, to = 0;
  do
  :: atomic { owed[c] < 2 && floor[c] == 0 -> owed[c]++ }
  :: atomic { do_request(); owed[c] = 0; CHECK }
  :: atomic { do_leave(); CHECK }
  :: atomic { owed[c] > 0 && floor[c] == 0 && !turn[c] -> turn[c] = 1 }
#ifdef FAULT
  :: atomic { turn[c] -> turn[c] = 0; owed[c] = 0; assert(floor[c] != 2) }
#else
  :: atomic { turn[c] -> turn[c] = 0; do_answer(); assert(outcome != Appended || floor[c] != 2);
              if :: outcome == Appended && owed[c] > 0 -> owed[c]-- :: else fi }
#endif
  od
}

proctype Operator(byte o) {
  byte c = 0, to = 0;
  do
  :: atomic { if :: c = 0 :: c = 1 :: c = 2 :: c = 3 fi; if :: to = 0 :: to = 1 :: to = 2 fi;
              if :: do_claim(); assert(outcome != Owned || owner[c] == o)
                 :: do_transfer()
                 :: do_close()
                 :: do_say(); assert(outcome != SaidByOperator || owner[c] == o)
              fi; CHECK; c = 0; to = 0 }
  od
}

init { atomic { run Conversation(0); run Conversation(1); run Conversation(2); run Conversation(3);
                run Operator(0); run Operator(1); run Operator(LAST) } }
