### sort by months and versions
printf 'Mar\nJan\nxyz\nfeb\n' | sort -M; printf 'v1.10\nv1.9\nv1.9-rc1\n1.0~rc1\n1.0\n1.0.tar.gz\nfoo-1.2.zip\nfoo-1.10.zip\n' | sort -V
### sort checks, ends and chance
printf '1K\n2M\n3\n1.5K\n' | sort -h; printf '3\n1\n' | sort -c 2>&1; printf 'a\nb\n' | sort -C; echo $?; printf 'c\0a\0' | sort -z | tr '\0' '\n'; printf '1\n2\n' | sort -R | wc -l; printf 'a\nb\n' > s1; sort --parallel=2 s1; sort --check=quiet <<< $'b\na'; echo $?
### date formats
date -u -d '2024-03-05 07:08:09' '+%U %V %W %G %g %q %-d %_d %05d %^a %:z %::z %Z %_m %-H %#p %10d %010s %k'; date -u -d '2024-03-05 07:08:09' -Ins; date -u -d '2024-03-05 07:08:09' -Ihours; date -u -d '2021-01-03' '+%V %G %U %W'; date -u --rfc-3339=date -d @0; date -u --rfc-3339=ns -d @0; date -u -d 'next friday' +%a; date -u -d '5 Mar 2024 10pm' +'%F %T'; date -u -d 'Mon, 04 Mar 2024 10:00:00 +0000' '+%F %T'; date -u -d '2024-03-05T07:08:09Z' +%s; date -u -d friday +%a; date -Ifoo; echo $?; date -u -d 'last monday' +%a; date -u -d 'Tue Mar  5 07:08:09 UTC 2024' +%s
### groups and processors
groups root nosuch; echo $?; uname -p; uname -i
### gzip lists and tests
printf 'a\nb\n' > f; gzip -k f; gzip -l f.gz; gzip -t f.gz; echo $?; gzip -tv f.gz; zcat f.gz; gunzip -c f.gz; gzip -d f.gz; echo $?; echo junk > j.gz; gzip -t j.gz; echo $?; gzip -v f; gunzip -v f.gz; gzip -l nosuch; gzip f f; ls
### cut refuses
cut -c1-2 <<< abc; cut -d' ' -f2- <<< 'a b c'; cut -f1 -d, --output-delimiter=: <<< a,b; cut -b2 <<< abc; cut -d: -f1,3 --complement <<< a:b:c; cut -f; echo $?; cut -f0 <<< a; echo $?; cut -fa <<< a; echo $?; cut -d ab -f1 <<< a; echo $?; cut -f3-1 <<< a; echo $?; cut -c <<< a; echo $?; cut -f1 nosuch; echo $?; cut -f1 -c1 <<< a; echo $?; cut -d, -f2 <<< 'no delim'
### tr's sets
tr -s ' ' <<< 'a   b'; tr 'a-c' 'A-C' <<< abc; tr -d '[:space:]' <<< 'a b'; echo; tr; echo $?; tr a; echo $?; tr -c 'a-z\n' '_' <<< 'a1b'; tr '[a-z]' '[A-Z]' <<< abc; tr -t abc x <<< abc; tr a b c; echo $?; tr '\n' ',' <<< $'a\nb'; echo; tr -ds a b <<< aabb; tr 'z-a' x <<< a; echo $?; tr a '' <<< a; echo $?; tr '[:upper:]' '[:lower:]' <<< ABC
### uniq's output
uniq -c <<< $'a\na\nb'; uniq -i <<< $'a\nA'; uniq -f1 <<< $'1 a\n2 a'; uniq -w1 <<< $'ab\nac'; uniq -D <<< $'a\na\nb'; uniq nosuch; echo $?; printf 'a\na\n' > i; uniq i o; cat o; uniq -u <<< $'a\na\nb'; uniq -s1 <<< $'xa\nya'; uniq --group <<< $'a\na\nb'
### tac and rev
tac <<< $'a\nb'; tac nosuch; echo $?; rev <<< abc; rev nosuch; echo $?; printf 'a,b,c' | tac -s,; echo
### nl
printf 'a\n\nb\n' | nl; printf 'a\n\nb\n' | nl -ba; printf 'a\nb\n' | nl -w2 -s': ' -v5 -i5; printf 'a\n' | nl -nrz; printf 'a\n' | nl -nln; nl nosuch; echo $?
### env in a folder
env -i a=1 env; env | grep -c PATH; env -x; echo $?; env -u PATH /usr/bin/env | grep -c '^PATH'; env a=b c=d sh -c 'echo $a$c'; env -S 'echo hi'; env -C / pwd; env --chdir=/tmp pwd
### seq
seq -f '%03g' 3; seq 10 -3 1; seq 1 0; seq -s ' ' 5; seq 0.1 0.1 0.5; seq; echo $?; seq a; seq 1 2 3 4; seq -w 1 10 | head -2; seq 1e3 1e3; seq -5 -3
### head and tail refuse
head -n x <<< a; head -c 3 <<< abcdef; head -c -2 <<< abcdef; head -q -n1 /dev/null; tail -n+2 <<< $'a\nb'; tail -c +3 <<< abc; tail nosuch; echo $?; head -5 nosuch; head --lines=1 <<< a; head -z; tail -n 1 -q <<< a; tail -r; echo $?; head -n -1 <<< $'a\nb'; tail -n -1 <<< $'a\nb'; head -1 -n 2 <<< a
### paste
paste -d, <(seq 2) <(seq 3 4); paste -s <(seq 3); paste - - <<< $'1\n2\n3'; paste nosuch; echo $?; paste -d '\n' <(seq 2) <(seq 3 4)
### mktemp
mktemp -d | cut -c1-9; mktemp x.XXX | cut -c1-2; mktemp -u | cut -c1-9; mktemp xx; echo $?; mktemp --suffix=.txt | grep -c txt; mktemp -p . | cut -c1-6; mktemp -t foo.XXXX | cut -c1-9
### base64
base64 <<< hello; base64 -d <<< aGVsbG8K; base64 -w 4 <<< hello; base64 -d <<< 'x!'; echo $?; base64 -w0 <<< hello; echo; base64 nosuch; echo $?; base64 --decode <<< aGVsbG8K; base64 -i -d <<< 'aGV!sbG8K'
### diff in other forms
printf 'a\nb\nc\n' > x; printf 'a\nB\nc\nd\n' > y; diff -y x y; diff -y -W 30 x y; diff -y --suppress-common-lines x y; diff -c x y | tail -n +3; diff -C1 x y | tail -n +3; printf 'a\n\nb\n' > p; printf 'a\nb\n' > q; diff -B p q; echo $?; diff -N x nosuch; echo $?; diff x nosuch; echo $?; diff -uN nosuch x | tail -n +3
### diff beside each other
printf 'long line that goes on and on and on until it is cut\nb\n' > x; printf 'long line that goes on and on and on until it is shown\nb\nc\td\n' > y; diff -y -W 60 x y; diff -y x y
### expr
expr 1 + 2; expr 7 / 2; expr abc : 'a\(.*\)'; expr abc : 'a.'; expr length hello; expr substr hello 2 3; expr index hello l; expr a \< b; expr 1 - 1; echo $?; expr 1 / 0; echo $?; expr; echo $?; expr 1 +; echo $?; expr a + 1; echo $?; expr \( 1 + 2 \) \* 3; expr 0 \| 5; expr 1 \& 0; expr match abc 'a.'; expr 5 % 3; expr 2 '>' 10; expr abc = abc; expr '' : x; echo $?; expr foo; expr 1 2; echo $?
### realpath relative to a folder
mkdir -p a/b c; realpath --relative-to=a c; realpath --relative-to=a/b a; realpath -m x/../y | grep -c "/y$"; realpath -q nosuch/x; echo $?; realpath -e nosuch; echo $?
