# A holder says something before and after its owner lost its power; the reference of before is dead, the next is not.
seed 4
nodes alice bob
542 grant alice bob
1000 say bob alice 3 100
3000 crash alice POWER
9000 start alice
20000 say bob alice 3 42220
30000 revoke alice bob
40000 end
