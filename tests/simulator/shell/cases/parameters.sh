### parameters 1
x=hello; echo ${x} ${#x} ${x:1} ${x:1:3} ${x: -2} ${x:(-3):2} ${x:0:-1}

### parameters 2
unset x; echo "${x-d}" "${x:-d}" "${x+s}" "${x:+s}"; x=; echo "${x-d}" "${x:-d}" "${x+s}" "${x:+s}"

### parameters 3
x=; : ${x:=def}; echo $x; unset y; echo ${y=abc}; echo $y

### parameters 4
echo ${nope?}; echo after

### parameters 5
echo ${nope:?custom message}; echo after

### parameters 6
x=; echo ${x:?}; echo after

### parameters 7
(echo ${x?sub}); echo "rc $?"

### parameters 8
echo ${1?missing}; echo no

### parameters 9
x=/usr/local/bin/foo.tar.gz; echo ${x##*/} ${x#*/} ${x%.*} ${x%%.*} ${x/o/0} ${x//o/0} ${x/#\/usr/U} ${x/%gz/G}

### parameters 10
x=aabbaa; echo ${x/a} ${x//a} ${x//a*b/-} ${x/#a/} ${x/%a/}

### parameters 11
x='a b c'; echo ${x// /_} "${x// /, }" ${x//[ab]/<&>} "${x//[ab]/<\&>}"

### parameters 12
x="it's"; echo ${x@Q} ${x@U} ${x@L} ${x@u}; y='a\nb'; echo "${y@E}"; echo ${x@A} ${x@a}

### parameters 13
a=(1 'b c' d); echo ${a[@]@Q}; echo "${a[@]@A}"; echo "${a[@]@K}"; echo ${#a[@]} ${#a[1]} ${!a[@]}

### parameters 14
declare -A m=([x]=1 [y]=2); echo "${m[@]@A}"; for k in "${!m[@]}"; do echo $k=${m[$k]}; done | sort

### parameters 15
x=abc; n=x; echo ${!n} ${!n:1} ${!n/a/b}; echo ${!nope}; echo ${!x}

### parameters 16
PRE_a=1; PRE_b=2; echo ${!PRE_*}; echo "${!PRE_@}"

### parameters 17
echo ${x:foo}; x=abc; foo=1; echo ${x:foo} ${x:foo+1} ${x:foo:foo}

### parameters 18
x=abc; echo ${x:5}; echo "[${x:3}]"; echo ${x:1:-5}; echo no

### parameters 19
echo ${x!}; echo hi

### parameters 20
echo ${}; echo hi

### parameters 21
echo ${x y}; echo hi

### parameters 22
echo ${x.y}; echo hi

### parameters 23
echo ${1abc}; echo hi

### parameters 24
echo ${#}; set -- a b c; echo ${#} $# ${#@} ${#*} ${@:2} ${@:1:2} ${*: -1} ${@:0:1}

### parameters 25
set -- a b c d e f g h i j k; echo $10 ${10} ${11}; shift 3; echo $1 $#; shift 20; echo $? $#

### parameters 26
set -- 'a b' c; for i in "$@"; do echo "<$i>"; done; for i in $@; do echo "<$i>"; done; for i in "$*"; do echo "<$i>"; done; IFS=-; echo "$*"

### parameters 27
x=$'a\tb\nc'; echo $x; echo "$x"; echo "${x@Q}"; printf '%q\n' "$x"

### parameters 28
x='*'; touch f1 f2; echo $x "$x" ${x} '$x' \$x

### parameters 29
x='a  b'; echo $x "$x" ${x}c; set -- $x; echo $#

### parameters 30
echo "${x:-"quoted default"}" ${x:-'sq'} "${x:-'sq'}" "${x:-a\"b}" "${x:-a}b}"

### parameters 31
x=1; echo ${x:+'yes sir'} "${x:+"yes $x"}" ${y:-${x:-z}} "${y:-$(echo sub)}"

### parameters 32
echo "${x[0]}" ${x[1]-unset}; x=5; echo ${x[0]} ${x[@]} ${#x[@]}

### parameters 33
arr=(a b c d); echo ${arr[-1]} ${arr[@]:1:2} ${arr[@]: -2} ${arr[*]:0:1}; echo ${arr[-9]}; echo ok

### parameters 34
arr=(a b c); unset 'arr[1]'; echo ${!arr[@]} ${#arr[@]}; arr+=(x y); echo "${arr[@]}" ${!arr[@]}; arr[10]=z; echo ${arr[@]} ${!arr[*]}

### parameters 35
arr=([5]=five [2]=two six); declare -p arr; arr[2]+=x; declare -p arr; arr=(); declare -p arr; unset arr; declare -p arr

### parameters 36
a=(x y z); a[1]=; echo "${a[@]}" "${a[@]/x/q}" "${a[@]#?}" "${a[@]^}" "${a[@]%z}"

### parameters 37
a=(3 1 2); b=("${a[@]}"); b+=(9); echo ${b[*]}; IFS=,; echo "${b[*]}" ${b[*]}; unset IFS; echo "${b[*]}"

### parameters 38
declare -A m; m[a b]=1; m["c"]=2; m[$'d\ne']=3; declare -p m; echo ${#m[@]}; unset 'm[c]'; echo ${#m[@]} "${m[a b]}"

### parameters 39
declare -A m=([one]=1 [two]=2); [[ -v m[one] ]] && echo yes; [[ -v m[three] ]] || echo no; echo ${m[three]:-none}; m[one]+=x; echo ${m[one]}

### parameters 40
declare -A m=(a 1 b 2); declare -p m; m=([z]=26); declare -p m

### parameters 41
declare -a a=(1 2); declare -i n=5; n+=3; echo $n; n="2*3"; echo $n; n=abc; echo $n; a+=3; echo ${a[@]}

### parameters 42
declare -u U=abc; declare -l L=ABC; echo $U $L; U+=def; echo $U; declare -p U L; declare +u U; U=xyz; echo $U

### parameters 43
declare -r R=1; R=2; echo "st $?"; echo next

### parameters 44
readonly R=1; (R=2; echo inside); echo "st $?"; unset R; echo "st $?"; readonly R=3; echo "st $?"

### parameters 45
declare -n ref=target; target=5; echo $ref; ref=6; echo $target; declare -p ref; echo ${!ref}; unset -n ref; echo "[$ref]"

### parameters 46
declare -x E=1; export F=2; export -p | grep -E ' (E|F)='; declare -p E F; export -n E; declare -p E

### parameters 47
f() { local x=1; local -r y=2; echo $x $y; y=3; echo no; }; f; echo "st $?"; echo "[$x]"

### parameters 48
f() { local a b=2 c; a=1; g; }; g() { echo $a $b; a=9; }; f; echo "[$a]"; local z=1; echo $?

### parameters 49
f() { local -a arr=(1 2); declare -p arr; local -A m=([k]=v); declare -p m; declare -g G=glob; }; f; echo $G; declare -p arr

### parameters 50
f() { x=changed; }; x=orig; x=temp f; echo $x; y=1 eval 'echo $y'; echo "[$y]"

### parameters 51
echo $((1+2)) $((2**10)) $((7/2)) $((-7/2)) $((7%3)) $((-7%3)) $((1<<4)) $((0x1f)) $((017)) $((2#101)) $((36#z))

### parameters 52
echo $((5>3)) $((5<3)) $((5==5)) $((!0)) $((~0)) $((1&&0)) $((1||0)) $((6&3)) $((6|3)) $((6^3)) $((1?2:3)) $((1,2))

