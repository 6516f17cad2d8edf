### words 1
echo "a'b" 'a"b' a\'b a\"b "a\"b" "a\$b" "a\\b" "a\b" 'a\b' a\\b "a\`b"

### words 2
echo $'a\tb' $'\x41' $'\101' $'\u00e9' $'\e[0m' $'a\'b' $'\cA' | od -c

### words 3
echo $'\xff' | od -An -tx1; printf '\377' | od -An -tx1; echo -e '\xff\0377' | od -An -tx1; x=$'\xe9'; echo ${#x} "$x" | od -An -tx1

### words 4
x=$(printf '\377\376'); printf '%s' "$x" | od -An -tx1; printf '%b' '\xc3\xa9'; echo; printf '\xc3\xa9\n'; echo -e '\u00e9\U1F600'

### words 5
printf '\200\0abc' | od -An -c; printf "%b" 'a\0b' | od -An -c; echo -e 'a\cb'; printf 'x\cy\n'

### words 6
echo -n; echo -n a; echo -e 'b\n'; echo -E 'a\n'; echo -ne 'x\ty\n'; echo -nx; echo -- a; echo - a; echo -e; echo -e '\a\b\f\v\\' | od -c

### words 7
echo a\

### words 8
b; echo "a\

### words 9
b"; echo 'a\

### words 10
b'

### words 11
echo a{1,2}b {1..5} {5..1..2} {a..e} {01..03} x{,y} {a,b}{1,2} {1..2}{x,y} "{a,b}" {a} {a,b {1..} {-2..2} {a..C..2}

### words 12
echo {a,'b c',"d $((1+1))"} {$HOME,x} pre{fix,$x}post a{b,c{d,e}}f {1..3..0} {10..8} {z..w}

### words 13
touch a.txt b.txt .hid 'c d.txt'; mkdir dir; touch dir/x.txt; echo *; echo *.txt; echo ?.txt; echo [ab].txt [!a].txt [a-c]*; echo */; echo */*; echo .*; echo nomatch*; echo "*"; echo dir/../*.txt

### words 14
touch a1 a2 b1; shopt -s nullglob; echo x* end; shopt -u nullglob; shopt -s failglob; echo x*; echo after; shopt -u failglob; set -f; echo a*; set +f; echo a*

### words 15
mkdir -p d/e/f; touch d/1 d/e/2 d/e/f/3; shopt -s globstar; echo **; echo d/**/; echo **/[0-9]; shopt -u globstar; echo **

### words 16
touch .a .b c; shopt -s dotglob; echo *; shopt -u dotglob; echo *; echo .[ab]; echo [[:alpha:]] [[:punct:]]*

### words 17
for f in *.none; do echo "$f"; done; x=*.none; echo $x; echo 'a*' \* "?"

