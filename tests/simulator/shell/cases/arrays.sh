### basic
a=(x y "z w"); echo ${a[0]} "${a[2]}" ${#a[@]} ${a[-1]}; a+=(v); echo "${a[@]}" ${!a[@]}
### sparse
a[5]=f; a[2]=c; echo ${!a[@]} "${a[@]}" ${#a[@]}; unset 'a[2]'; echo ${!a[@]}
### explicit indices
a=([3]=d [1]=b e); echo ${!a[@]} "${a[@]}"
### slices
a=(a b c d e); echo "${a[@]:1:2}" "${a[@]:3}" "${a[@]: -2}"
### element operations
a=(foo.c bar.c); echo "${a[@]%.c}" "${a[@]/o/0}" "${a[@]^}" ${#a[0]}
### in loops
a=("one two" three); for i in "${a[@]}"; do echo "[$i]"; done; for i in ${a[@]}; do echo "<$i>"; done; IFS=,; echo "${a[*]}"
### copy and append
a=(1 2); b=("${a[@]}" 3); echo ${b[@]}; b[0]+=x; echo ${b[0]}
### arithmetic index
a=(a b c); i=1; echo ${a[i]} ${a[i+1]} ${a[$i-1]} $((a[9]=5)) ${a[9]}
### associative
declare -A m=([one]=1 [two]=2); m[three]=3; echo ${m[one]} ${m[three]} ${#m[@]}; for k in one two three; do echo "$k=${m[$k]}"; done; unset 'm[one]'; echo "${m[one]-gone}"
### associative keys with spaces
declare -A m; m["a b"]=1; k="c d"; m[$k]=2; echo "${m[a b]}" "${m["c d"]}" ${#m[@]}
### declare print
a=(1 "2 3"); declare -p a; declare -A m=([k]=v); declare -p m; declare -a e; declare -p e
### empty array
a=(); echo "${#a[@]}" "[${a[@]}]" "${a[0]-none}"; set -u; echo "${a[@]:-def}"
### scalar as array
x=abc; echo ${x[0]} ${#x[@]} "${x[@]}"; x[1]=d; echo ${x[@]}
### array from command
a=($(echo a b c)); echo ${#a[@]}; a=(*.nosuch); echo ${a[0]}
### unset whole
a=(1 2); unset a; echo "${#a[@]}"
### bad subscript
a=(1); echo ${a[-5]}; echo next
### readonly array
readonly -a r=(1 2); r[0]=5; echo "${r[0]}"
### local array
f() { local -a l=(1 2 3); echo ${#l[@]}; }; f; echo "[${l[@]}]"
### quoting values
a=("\$x" 'a"b' "tab	x"); declare -p a; echo "${a[@]@Q}"
### passing arrays
f() { echo $#; }; a=("a b" c); f "${a[@]}"; f ${a[@]}; f "${a[*]}"
### keys quoted
a=(p q); for i in "${!a[@]}"; do echo "$i:${a[$i]}"; done
### nested in double quotes
a=(1 2 3); echo "pre${a[@]}post" "pre${a[*]}post"
### length of element
a=(hello wo); echo ${#a[0]} ${#a[1]} ${#a}
