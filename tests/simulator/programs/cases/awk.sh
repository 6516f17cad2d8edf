### awk: fields and separators
seq 20 | awk '$1 ~ /^1/ && $1 % 2 == 0 {print $1; n++} END{print n, NR}'
awk 'BEGIN{print "a"} END{print "b"}' /dev/null
awk 'BEGIN{exit 3}'; echo $?
awk 'BEGIN{exit 3} END{print "end"}'; echo $?
awk -v s='a\tb' 'BEGIN{print s}'
awk 'BEGIN { x = "A"; x = x "B"; y = x == "AB" ? "t" : "f"; print y }'
awk 'BEGIN { print "a\tb\\n\"q\"\/" }'
### awk: records
printf 'a\n\nb\nc\n' | awk 'BEGIN{RS=""} {print NR": "$1"-"$2}'
printf 'a;b;c' | awk 'BEGIN{RS=";"} {print NR, $0}'
seq 10 | awk 'NR==1'
seq 10 | awk 'NR==3,NR==5'
seq 10 | awk '/3/,/6/'
seq 10 | awk '/3/{print "x" $0} !/3/{print}' 
printf '1\n2\n3\n' | awk 'NR==1{getline; print "got " $0} END{print NR}'
printf 'l1\nl2\n' > f; awk 'FNR==NR{a[$1]=1;next} {print FILENAME, FNR, NR, $1}' f f
printf 'one\ntwo\nthree\n' | awk 'END{print $0, NR}'
printf 'b\na\nb\n' | awk '!seen[$0]++'
printf '5\n3\n9\n' | awk 'NR==1 || $1 > max { max = $1 } END { print max }'
printf '1\n2\n3\n4\n' | awk 'NR%2'
printf 'x y z\n' | awk '{ for (i=NF; i>0; i--) printf "%s%s", $i, (i>1 ? OFS : ORS) }'
awk 'BEGIN { getline; print "got " $0 }' < /dev/null; echo $?
seq 5 | awk '{ if ($1 == 3) exit; print } END { print "bye" }'
seq 3 | awk '{ next; print "never" } END { print NR }'
seq 3 | awk 'BEGIN { ORS=" " } { print } END { printf "\n" }'
### awk: numbers and comparisons
awk 'BEGIN{for(i=0;i<3;i++) print i; while(i>0) {i--; if (i==1) continue; print i}; do {i++} while(i<5); print i}'
awk 'BEGIN{print 1/0}'; echo $?
awk 'BEGIN{OFMT="%.2f"; print 3.14159; CONVFMT="%.3f"; x=3.14159 ""; print x}'
awk 'BEGIN { print int(3.9), int(-3.9), int("4x"), sqrt(16), exp(0), log(1), sin(0), cos(0), atan2(0,-1) }'
awk 'BEGIN { srand(1); x=rand(); print (x>=0 && x<1) }'
awk 'BEGIN { i=5; print i++ + ++i, i--, i; i+=2; i-=1; i*=3; i/=2; i%=5; i^=2; print i }'
awk 'BEGIN { print !0, !1, !"", !"a", 1&&0, 1||0 }'
awk 'BEGIN { if (x == 0 && x == "") print "both" }'
echo "10 9" | awk '{ print ($1 > $2), ($1 "" > $2 "") }'
echo "abc 0x1A 1e3 +5" | awk '{ print $1+0, $2+0, $3+0, $4+0 }'
### awk: strings
awk 'BEGIN{n=split("a,b,c",arr,","); print n, arr[1], arr[3]; n=split("a  b c",q); print n, q[2]; n=split("abc",z,""); print n, z[2]}'
awk 'BEGIN{s="hello world"; n=gsub(/o/,"0",s); print n, s; sub(/l+/,"[&]",s); print s; gsub(/l/,"\\&",s); print s}'
awk 'BEGIN{print substr("hello",2,3), substr("hello",0), substr("hello",-1,3), substr("hello",4,100), length("hello"), index("hello","ll"), toupper("abc"), tolower("ABC")}'
printf 'abc\nde\n' | awk '{print length, length($0), length()}'
awk 'BEGIN { print length() }' </dev/null
awk 'BEGIN{print substr("héllo",2,3), length("héllo"), toupper("é")}'
awk 'BEGIN{print index("abc","")}'
awk 'BEGIN{print "a" "b" 1+2 "c", -1 " " -1}'
awk 'BEGIN { print toupper(substr("docker", 1, 1)) substr("docker", 2) }'
echo 'a.b.c' | awk '{ gsub(".", "x"); print }'
echo 'a.b.c' | awk '{ gsub("\\.", "x"); print }'
echo 'a.b.c' | awk '{ gsub(/\./, "x"); print }'
awk 'BEGIN { print length(undefined), undefined + 0, undefined "" }'
echo 'k=v; k2=v2' | awk -F'; ' '{ for (i=1;i<=NF;i++) { split($i, kv, "="); print kv[1] "->" kv[2] } }'
### awk: arrays and functions
printf 'a 1\nb 2\na 3\n' | awk '{c[$1]++} END{print length(c), ("a" in c), ("z" in c); delete c["a"]; print length(c)}'
awk 'function f(a,b){return a*b} BEGIN{print f(3,4)}'
awk 'function fact(n){ if (n<=1) return 1; return n*fact(n-1)} BEGIN{print fact(10), fact(20)}'
awk 'BEGIN{x["a"]=1; delete x; for(i in x) print i; print "ok"}'
awk 'BEGIN{print ARGC, ARGV[0], ARGV[1], ARGV[2]}' x y=1
X=5 awk 'BEGIN{print ENVIRON["X"], ENVIRON["HOME"]}'
printf 'one\ntwo\nthree\n' | awk '{a[NR]=$0} END{for(i=NR;i>0;i--) print a[i]}'
awk 'BEGIN { a["x",1]=2; for (k in a) { split(k, p, SUBSEP); print p[1], p[2] }; if (("x",1) in a) print "yes" }'
### awk: printf
printf 'a:1\nb:2\n' | awk -F: '{print $2, $1}'
printf 'a 1\nb 2\n' | awk -v OFS=- '{print $1,$2}'
printf 'a 1\nb 2\n' | awk -v OFS=- '{$1=$1; print}'
awk 'BEGIN{printf "%05.2f|%5d|%-5s|%x|%c|%c|%e|%g|%i|%%\n", 3.14159, 42, "ab", 255, 65, "hello", 12345.678, 0.0001, 3.9}'
printf 'a b c\n' | awk '{$2=""; print; print NF}'
printf 'a b c\n' | awk '{$5="e"; print; print NF; NF=2; print; $0="x y"; print $2, NF}'
printf 'a b c d\n' | awk '{print $NF, $(NF-1)}'
printf 'a,b;c\n' | awk -F'[,;]' '{print $1$2$3}'
printf 'a\tb c\n' | awk -F'\t' '{print $2}'
printf 'a|b|c\n' | awk -F'|' '{print $2}'
printf 'a  b\n' | awk -F' ' '{print $2}'
printf 'aXXbXc\n' | awk -FX '{print NF, $3}'
printf 'a.b.c\n' | awk -F. '{print $1 "-" $3}'
printf 'q\n' > f; awk '{print v, $0}' v=1 f v=2 f
awk 'BEGIN{printf("%d items\n", "3abc")}'
printf 'name,age\nbob,3\n' | awk -F, 'NR>1 {printf "%-10s|%3d\n", $1, $2}'
printf 'a b\n' | awk '{ $3 = "c" } 1'
printf 'a b\n' | awk '1; END { print NR }'
printf '1 2\n3 4\n' | awk '{ for (i = 1; i <= NF; i++) sum += $i } END { print sum, sum/NR }'
printf 'a b c\nd e f\n' | awk '{ print NR ": " $0 }'
docker() { printf 'REPOSITORY   TAG   IMAGE ID\nmyapp   1.0   abc\nnginx  latest  def\n'; }; docker images | awk 'NR>1 {print $1":"$2}'
awk 'BEGIN { printf "no newline" }'; echo
awk 'BEGIN { printf "%s\n" }'; echo $?
awk 'BEGIN { printf "%5.1f%%\n", 45.678 }'
awk 'BEGIN { printf "%*d|%-*d|\n", 5, 42, 5, 42 }'
### awk: output, pipes and commands
printf 'a 1\nb 2\na 3\n' | awk '{s[$1]+=$2} END{for (k in s) print k, s[k]}' | sort
awk 'BEGIN{"echo hi" | getline x; print x; cmd="printf \"1\\n2\\n\""; while ((cmd | getline y) > 0) print "y" y; close(cmd)}'
awk 'BEGIN{print "err" > "/dev/stderr"; print "out"}'
awk 'BEGIN{print "b\na" | "sort"; close("sort"); print "done"}'
printf '3\n1\n2\n' | awk '{print | "sort -n"} END{print "end"}'
awk 'BEGIN{print "x" > "out.txt"; print "y" > "out.txt"; print "z" >> "out.txt"; close("out.txt"); while((getline l < "out.txt")>0) print l}'; cat out.txt
awk 'BEGIN{print 1,2 > "/dev/stdout"}'
awk 'BEGIN { system("echo sys; exit 3"); r=system("exit 3"); print r }'
printf 'a\n' | awk '{ print > $1 ".txt" }'; cat a.txt
### awk: errors
printf 'x\ny\n' > f; awk 'BEGIN{while ((getline line < "f") > 0) print "line " line; close("f"); print (getline z < "nosuch")}'
awk '{print}' nosuch; echo $?
awk 'BEGIN{print 1' ; echo $?
awk '{print $1' /dev/null; echo $?
awk 'BEGIN{if (match("foobar", /o+/)) print RSTART, RLENGTH; print match("x",/y/), RSTART, RLENGTH}'
awk 'BEGIN{printf "%s %s\n", "a"}'; echo $?
echo 'foo bar' | awk '{ sub("foo", "x"); print }'
printf 'BEGIN { print "from file" }\n# comment\nEND { print NR }\n' > p.awk; printf '1\n2\n' | awk -f p.awk
awk 'BEGIN { nextfile }'; echo $?
awk '@foo'; echo $?
awk 'BEGIN { foo( }'; echo $?
awk 'BEGIN { foo() }'; echo $?
awk 'BEGIN { print "unterminated }'; echo $?
awk 'BEGIN { x = /unterminated }'; echo $?
awk '{ print $1 }}' /dev/null; echo $?
awk -z 'BEGIN{}'; echo $?
awk --version | head -1
### awk: order of an array
printf 'banana\napple\ncherry\napple\n' | awk '{c[$1]++} END{for(k in c) print k, c[k]}'
awk 'BEGIN{x["b"]; x["a"]; x["c"]; x[1]; x[10]; x[2]; for(k in x) printf "%s ", k; print ""; for(i=1;i<=12;i++) y[i]; for (k in y) printf "%s ", k; print ""}'
### awk: a program of several lines
awk '
# the largest
function max(a, b) {
  return a > b ? a : b
}

{ m = max(m, $1) }

END { print m }' <<< $'3\n8\n5'
### awk: passing arrays
awk 'BEGIN { x["a"] = 1; f(x); print x["a"], x["b"]; g(q); print q[1] } function f(arr) { arr["a"]++; arr["b"] = "new" } function g(y) { y[1] = 5 }'
awk 'BEGIN{a="x"; a[1]=2}'; awk 'BEGIN{a[1]=2; print a}'; awk 'function g(a){return a+1} BEGIN{print g(1,2)}'
### awk: paragraphs and expressions between records
printf '\n\na b\nc\n\n\nd\ne\n' | awk -v RS= -F'\n' '{print NR, $1, $2, NF}'; printf 'a12b3c' | awk -v 'RS=[0-9]+' '{print NR, $0}'
### awk: buffered beside a command
awk 'BEGIN{print "header"; print "b\na" | "sort"; print "footer"}'; awk 'BEGIN{print "one"; system("echo two"); print "three"; printf "x" | "cat"; close("cat"); print "end"}'
### awk: expressions
awk 'BEGIN{print -1 " " -1, "a" -1, -2^2, 2^3^2, !1+1, 1 - -1, 2 ^ -1, - - 3, 10 % 3 * 2, 2 * 3 "x" 4, 1 in a; print (1>2) ? "y" : "n"; print("a")("b"); print(1,2); print x++ y, $1^2}'
awk '/[/'; awk '/(/'; awk '/+/{print}'; awk 'BEGIN{x="("; if ("a" ~ x) print 1}'; echo abc | awk '{gsub(/x*/,"-"); print}'; echo abc | awk '{gsub(/b*/,"-"); print}'
### awk: bytes by number, characters of fields, and what is flushed
printf 'caf\351\n' | awk '/\351/{print "oct"} /[\350-\352]/{print "class"} {print match($0,"\351"), index($0,"\351")}'
echo 65 | awk '{printf "%c|%c|%c\n", $1, $1+0, $1 ""}'
awk 'BEGIN{print "a" | "cat"; print "b"; fflush(); print "c"}' | sort; awk 'BEGIN{print fflush(), fflush("none"); print 1 > "f"; print fflush("f")}'
awk '{print FILENAME; $(-1)}' <<< a; awk 'function f(n){return f(n+1)} BEGIN{f(1)}'; echo $?
