### conditions 1
for x in abc a 1 '' 'a b' '*'; do case $x in a) echo one;; [0-9]) echo digit;; a*) echo astar;; '') echo empty;; '*') echo star;; *) echo other;; esac; done

### conditions 2
case x in x) echo a;& y) echo b;;& x) echo c;; *) echo d;; esac; case a in b) ;; esac; echo $?; case "a|b" in a\|b) echo pipe;; esac

### conditions 3
x='[a]'; case a in $x) echo unq;; esac; case a in "$x") echo no;; *) echo quoted;; esac; case '[a]' in "$x") echo lit;; esac

### conditions 4
[[ abc == a* ]] && echo 1; [[ abc == "a*" ]] || echo 2; [[ abc != x ]] && echo 3; [[ a < b ]] && echo 4; [[ 10 -gt 9 ]] && echo 5; [[ -z "" && -n x ]] && echo 6; [[ ! -e /nope ]] && echo 7; [[ ( a == b || c == c ) ]] && echo 8

### conditions 5
[[ abc123 =~ ^([a-z]+)([0-9]+)$ ]] && echo ${BASH_REMATCH[0]} ${BASH_REMATCH[1]} ${BASH_REMATCH[2]} ${#BASH_REMATCH[@]}; [[ x =~ y ]]; echo $? ${#BASH_REMATCH[@]}

### conditions 6
re='^v[0-9]+\.[0-9]+$'; [[ v1.2 =~ $re ]] && echo m; [[ v1x2 =~ $re ]] || echo n; [[ "a b" =~ a\ b ]] && echo sp; [[ a.b =~ a"."b ]] && echo q; [[ axb =~ a"."b ]] || echo nq

### conditions 7
[[ a =~ [ ]]; echo $?; r='('; [[ a =~ $r ]]; echo "rc $?"; r='a{2'; [[ 'a{2' =~ $r ]]; echo $?

### conditions 8
[[ 1 -eq 1x ]]; echo $?; [[ a -eq 0 ]]; echo $?; [[ 1+1 -eq 2 ]]; echo $?; [[ -v HOME ]]; echo $?; [[ -o errexit ]]; echo $?

### conditions 9
[[ a ]]; echo $?; [[ "" ]]; echo $?; x=; [[ $x ]]; echo $?; [[ -n $x ]]; echo $?; [[ $x == "" ]]; echo $?

### conditions 10
if [[ x ]] then echo y; fi

### conditions 11
[ ]; echo $?; [ a ]; echo $?; [ "" ]; echo $?; [ a = a ]; echo $?; [ a = b ]; echo $?; [ a == a ]; echo $?; [ 1 -lt 2 ]; echo $?

### conditions 12
[ a -eq 1 ]; echo $?; [ 1 -eq ]; echo $?; [ a b ]; echo $?; [ a b c ]; echo $?; [ a = b c ]; echo $?; [ -f ]; echo $?; [ ! ]; echo $?; [ -z ]; echo $?

### conditions 13
[ a = a; echo $?; [ a; echo $?; test -f /nope; echo $?; test x -nt y; echo $?; test; echo $?; test a -a b; echo $?; test a -o ''; echo $?

### conditions 14
[ \( a = a \) ]; echo $?; [ ! a = b ]; echo $?; [ a = a -a b = b ]; echo $?; [ a '<' b ]; echo $?; [ -t 0 ]; echo $?; [ -t x ]; echo $?; [ 5 -gt abc ]; echo $?

### conditions 15
[ $undefined = x ]; echo $?; [ $undefined ]; echo $?; [ -n $undefined ]; echo $?; [ -n "$undefined" ]; echo $?; x='a b'; [ $x = a ]; echo $?

### conditions 16
touch f; mkdir d; ln -s f l; [ -f f ] && [ -d d ] && [ -L l ] && [ -e f ] && [ -r f ] && [ -w f ] && [ ! -x f ] && [ ! -s f ] && echo all; echo x>f; [ -s f ] && echo s; chmod +x f; [ -x f ] && echo x; [ -h l ] && echo h; [ f -ef l ] && echo ef

### conditions 17
test 1 -eq 1 -a; echo $?; test ! ; echo $?; test ! ! ; echo $?; test a '=' ; echo $?; test -e; echo $?; test -a; echo $?; test = ; echo $?; test -n = ; echo $?

