### a carriage return belongs to the interpreter's name
printf '#!/bin/sh\r\necho ok\r\n' > a; chmod +x a; ./a; echo $?; dash -c './a; echo $?; exec ./a'; echo $?

### an interpreter that is not there
printf '#!/bin/nosuch -x\necho ok\n' > a; chmod +x a; ./a; echo $?; dash -c './a; echo $?; exec ./a'; echo $?; dash -c 'exec nosuch'; echo $?

### who runs programs for others
printf '#!/bin/sh\r\n' > a; chmod +x a; env ./a; echo $?; timeout 1 ./a; echo $?; nohup ./a; echo $?; echo x | xargs ./a; echo $?

### an interpreter's argument
printf '#! /usr/bin/echo a  b \t\nx\n' > a; chmod +x a; ./a c; dash -c 'exec ./a c'

### no interpreter
printf '#!\necho "$0"\n' > a; chmod +x a; ./a; printf '#! \t\necho two\n' > b; chmod +x b; ./b

### a program for another processor
printf '\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\267\0\1\0\0\0' > a; chmod +x a; ./a; echo $?; dash -c './a; echo $?'
