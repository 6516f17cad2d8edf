### cat
printf 'a\n\n\nb\n' > f; cat f; cat -n f; cat -s f; printf 'x\ty' | cat -A; cat nosuch; echo $?; cat f nosuch f | wc -l; cat < f - </dev/null
### head and tail
seq 20 > f; head -n 3 f; head -2 f; head -c 4 f; head -n -18 f; tail -n 2 f; tail -2 f; tail -n +19 f; tail -c 3 f; head -n1 f f; head nosuch; echo $?; head -n x f; echo $?
### sort
printf 'b 2\na 10\nC 1\na 9\n' > f; LC_ALL=C sort f; sort -k2 -n f; sort -rn -k2,2 f; sort -u -k1,1 f; printf '10\n9\n100\n' | sort; printf '10\n9\n100\n' | sort -n; printf '1.10\n1.9\n' | sort -V; sort nosuch; echo $?
### sort with separator
printf 'x:3\ny:1\nz:2\n' | sort -t: -k2; printf '1K\n2M\n3\n' | sort -h; printf 'b\na\n' > f; sort f -o f; cat f; printf 'b\na\n' | sort -c; echo $?
### uniq
printf 'a\na\nb\na\n' | uniq; printf 'a\na\nb\n' | uniq -c; printf 'a\na\nb\n' | uniq -d; printf 'a\na\nb\n' | uniq -u
### cut
printf 'a:b:c\nd\n' | cut -d: -f2; printf 'a:b:c\nd\n' | cut -d: -f1,3 -s; echo abcdef | cut -c2-4; echo abcdef | cut -c-2,5-; printf 'a\tb\n' | cut -f2; cut; echo $?
### tr
echo hello | tr a-z A-Z; echo hello | tr -d l; echo aabb | tr -s a; echo a1b2 | tr -cd '0-9\n'; echo 'a b' | tr ' ' '\n'; echo hello | tr '[:lower:]' '[:upper:]'; echo abc | tr abc x
### grep
printf 'apple\nbanana\ncherry\n' > f; grep an f; grep -n a f; grep -c a f; grep -v an f; grep -i APPLE f; grep -o 'an' f; grep -E 'apple|cherry' f; grep -q zzz f; echo $?; grep x nosuch; echo $?; grep -w an f; echo $?; grep -x apple f
### grep files
echo one > a; echo two > b; grep o a b; grep -l t a b; grep -L t a b; grep -h o a b; mkdir d; echo one > d/c; grep -r one . | sort; grep one d; grep -rn one d
### grep context
seq 9 > f; grep -A1 3 f; grep -B1 3 f; grep -C1 5 f; grep -A1 -e 2 -e 7 f; grep -m1 . f
### grep expressions
printf 'a.b\naxb\na+b\n[x]\n' > f; grep 'a.b' f; grep -F 'a.b' f; grep 'a\.b' f; grep 'a+b' f; grep -E 'a\+b' f; grep '\[x\]' f; grep '^a[[:alpha:]]b$' f; grep -E '(a|b){2}' f; echo $?; echo 'foo bar' | grep -oE '[a-z]+'
### sed
echo hello | sed 's/l/L/'; echo hello | sed 's/l/L/g'; printf '1\n2\n3\n' | sed -n 2p; printf '1\n2\n3\n' | sed 2d; echo abc | sed -E 's/(a)(b)/\2\1/'; printf 'a\nb\n' > f; sed -i 's/a/X/' f; cat f; printf 'a\nb\n' | sed '/a/s/$/!/'
### awk
printf 'a 1\nb 2\n' > f; awk '{print $2, $1}' f; awk '{s+=$2} END {print s}' f; awk -F: '{print $1}' <<< 'x:y'; awk 'NR==2' f; awk '/a/ {print NR}' f; awk 'BEGIN {printf "%.1f\n", 3.14159}'; awk -v n=5 'BEGIN{print n*2}'
### jq
echo '{"a":{"b":[1,2,3]},"c":"x"}' > f; jq .a.b f; jq -r .c f; jq -c . f; jq '.a.b | length' f; jq -r '.a.b[]' f; jq '.a.b | map(.+1)' -c f; jq 'keys' -c f; echo '[{"n":1},{"n":2}]' | jq -c '.[] | select(.n>1)'
### xargs
printf 'a b\nc\n' | xargs; printf 'a b c' | xargs -n1 echo; printf 'x\ny\n' | xargs -I{} echo '<{}>'; printf '' | xargs echo none; printf '' | xargs -r echo none; printf 'a\0b c\0' | xargs -0 -n1 echo; echo false | xargs sh -c 'exit 3'; echo $?; echo x | xargs nosuchcmd; echo $?
### diff
printf 'a\nb\nc\n' > x; printf 'a\nB\nc\nd\n' > y; diff x y; echo $?; diff -q x y; diff x x; echo $?; diff x nosuch; echo $?; diff -u x y | tail -n +3; diff <(seq 10) <(seq 2 11)
### diff of folders
mkdir a b; echo 1 > a/f; echo 2 > b/f; echo 3 > a/only; diff -r a b; echo $?
### seq
seq 3; seq 2 4; seq 1 2 6; seq 3 -1 1; seq -s, 3; seq -w 8 10; seq 0.5 0.5 1.5; seq x; echo $?
### tee
echo a | tee f; echo b | tee -a f > /dev/null; cat f; echo c | tee no/such; echo $?
### printf and echo programs
env printf '%s-%s\n' a b; env echo -n x; env echo; env printf '%d\n' 0x10
### env
env -i A=1 env; env B=2 sh -c 'echo $B'; env -u HOME sh -c 'echo "[$HOME]"'; env nosuch; echo $?; A=5 printenv A; printenv NOPE; echo $?
### date
date -u -d @1700000000 '+%Y-%m-%d %H:%M:%S %a %b %j %s'; date -u -d '2024-02-29' +%F; date -u -d @0 -R; date -u -Iseconds -d @0; date -d nonsense; echo $?
### tac rev nl
printf 'a\nb\n' | tac; echo abc | rev; printf 'a\n\nb\n' | nl
### timeout
timeout 5 echo ok; timeout 0.1 sleep 5; echo $?; timeout x true; echo $?; timeout 1 false; echo $?
### true false yes
true; echo $?; false; echo $?; yes | head -2; yes a b | head -1
### which
which sh > /dev/null; echo $?; which nosuchprogram; echo $?
### sleep errors
sleep; echo $?; sleep abc; echo $?; sleep 0
### paste comm column
printf '1\n2\n' > a; printf 'x\ny\n' > b; paste a b; paste -sd, a; printf 'a\nb\n' > c; printf 'b\nc\n' > d; comm c d; printf 'a b\nccc d\n' | column -t
### awk with an attached assignment
awk -vn=3 'BEGIN{print n+1}'; echo a,b | awk -F, -vx=1 '{print $2, x}'; awk -v x=a 'BEGIN{print x}'
