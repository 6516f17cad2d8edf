### sed inserts texts
printf 'x\ny\n' > f; sed 'a hello\nworld' f; sed 'a\  indented' f; sed 'a foo\tbar' f; sed '1a\tbar' f; sed '1i\
two\
lines' f; sed '$a end' f; sed '1c\new' f; sed '1,2c all' f; sed '$!c no' f; sed -e '1a one' -e '1a two' f; sed '1{i before
a after
}' f
### sed tells of scripts it cannot read
: > f; sed '0p' f; sed ':' f; sed '}' f; sed 'p;{p' f; sed '/a/,p' f; sed 's/\(/b/' f; sed 's/a/\1/' f; sed 'a' f; sed 'y/ab/c/' f; sed 'y/ab' f; sed -e p -e k f; sed 'b foo' f; sed '1,2q' f; sed 'w' f; sed '5!' f; sed 'd p' f; sed 's/x' f; echo $?; sed k f; sed nofile f; sed '/x' f; sed 's/a/b/k' f; sed 's/a/b/0' f; sed -E 's/(a/b/' f; sed 's,a,b' f;
### sed edits in place
printf 'a\nb\n' > f; sed -i s/a/A/ f; cat f; sed -i.bak s/b/B/ f; cat f f.bak; cp f g; sed -i -e 1d f g; cat f g; sed -ie s/B/C/ f; ls; cat f; sed -n -i p f; cat f; sed --in-place=.old s/C/D/ f; ls; sed -i s/a/b/ nofile; echo $?; printf 'v: myapp:1.0\n' > c.yaml; sed -i 's#myapp:1.0#ghcr.io/jsingh/myapp:1.1#' c.yaml; cat c.yaml; sed -i '1i top' c.yaml; cat c.yaml; sed -Ei 's/(t)(o)/\2\1/' c.yaml; cat c.yaml
### sed replaces
x='one two one'; sed 's/one/1/' <<< $x; sed 's/one/1/2' <<< $x; sed 's/one/1/g' <<< $x; sed 's/o/0/2g' <<< $x; sed 's/one/[&]/g' <<< $x; sed 's/one/\&/' <<< $x; sed 's/\w\+/\u&/g' <<< $x; sed 's/.*/\U&/' <<< $x; sed -E 's/(o)(ne)/\U\1\E\2/g' <<< $x; sed 's/x*/-/g' <<< abc; sed 's/b*/-/g' <<< abc; sed 's|/usr|/opt|' <<< /usr/bin; sed 's/\//:/g' <<< /usr/bin; sed 's/a\|b/X/g' <<< abc; sed -E 's/a|b/X/g' <<< abc; sed 's/a.c/X/I' <<< ABC; sed 's/[^,]*,//' <<< a,b; sed 's/ \+/ /g' <<< 'a   b'; sed 's/^[ \t]*//' <<< '   a'; sed 's/[ \t]*$//' <<< 'a   ' | cat -A; sed -n 's/a/b/p' <<< $'a\nc'; sed 's/\./-/g' <<< 1.2.3; sed 's/$/;/' <<< end; sed 's/^/> /' <<< begin; sed 's/\n//' <<< a; sed 's/a/x\ny/' <<< bab; sed "s/a/it's/" <<< a; sed 's/\t/TAB/' <<< $'a\tb'; sed 's/[0-9]\{3\}/N/' <<< 12345; sed -E 's/[0-9]{3}$/N/' <<< 12345; sed 's/\bfoo\b/bar/g' <<< 'foo food foo'; sed 's/(x)/y/' <<< '(x)'; sed 's/[]]/X/; s/[[]/Y/' <<< '[]'; sed 's/*a/x/' <<< '*a'; sed 's/é/e/' <<< café; sed 's/.$//' <<< café
### sed chooses lines
seq 10 > f; sed -n 3p f; sed -n '3,5p' f; sed -n '$p' f; sed -n '8,$p' f; sed -n '/5/,$p' f; sed -n '/2/,/4/p' f; sed -n '2,/^[0-9]*$/p' f; sed -n '0,/1/p' f; sed -n '1,/1/p' f; sed -n '3,1p' f; sed -n '1~3p' f; sed -n '2,+2p' f; sed -n '3,~4p' f; sed -n '/1/!p' f; sed '2,9d' f; sed -n '$=' f; sed 3q f; sed -n '/3/{p;q}' f; sed '5q7' f; echo $?; sed '5Q' f; sed -n '2{p}' f; sed -n '/^[36]$/p;8p' f; sed -n '\,4,p' f; sed '1!G;h;$!d' f | head -3; sed -n '1!G;h;$p' f | tail -1; sed '/1/d;/2/d' f; sed -n '4,6!p' f; sed -n '/1/I,+1p' f; sed -s -n 1p f f; sed -n 1p f f; sed -n '$p' f f; sed = f | sed 'N;s/\n/\t/' | head -2
### sed moves between spaces
printf 'a\nb\nc\n' > f; sed N f; sed 'N;N;s/\n/+/g' f; sed '$!N;s/\n/-/' f; sed ':a;N;$!ba;s/\n/,/g' f; sed -e ':a' -e '$!{N;ba' -e '}' -e 's/\n/|/g' f; sed -n 'H;${x;s/\n/,/g;p}' f; sed 'x;1d' f; sed G f; sed '1h;3G' f; sed 'n;d' f; sed '$!{h;d};H;x' f; sed 'P;D' f; sed 'N;P;D' f; sed -n l <<< $'a\tb\\é'; sed y/abc/xyz/ f; sed '/b/{s//X/;s/X/Y/}' f; sed 's/a/b/;t;s/$/!/' f; sed 's/a/b/;T;s/$/!/' f; sed ':x s/^.\{1,4\}$/ &/;tx' <<< ab; sed 'z;s/^$/E/' f; sed '2r f' f; sed '$r nofile' f; sed -n '2w out' f; cat out; sed 's/a/Z/w out2' f; cat out2; sed '2R f' f; sed F f | head -1; sed -n '/a/,/c/{//!p}' f; sed '/b/b;s/^/-/' f
### sed keeps a missing newline
printf 'a\nb' > f; sed s/b/c/ f | od -c; sed p f; echo; sed '$a end' f; sed -n '$p' f; echo; printf 'a' > g; sed p f g; echo; sed '' f nofile g; echo; echo $?; sed -n p .; echo $?; : > e; sed '$a x' e; sed p e | wc -c; sed -f nofile f; echo $?; printf 's/a/A/\np\n' > s.sed; sed -f s.sed f; echo; printf '#!/bin/sed -f\n1d\n' > d.sed; sed -f d.sed f; echo; cat f | sed -u s/a/b/; echo; sed --expression=s/a/q/ f; echo; sed -ne p f; echo; sed -n -e '1p' -- f; sed --quiet 1p f; sed --regexp-extended 's/(a)/\1\1/' f
### sed writes characters by number and by name
sed 's/b/\o101\d066\x43\cA/' <<< abc | od -c; sed 's/\x2e/X/' <<< a.b; sed 's/a\x2ab/X/' <<< 'a*b'; sed 's/\x5bb/X/' <<< 'a[b'; sed 's/b/[\x26]/' <<< aab; sed 's/b/\a\f\v\r/' <<< abc | od -c; printf 'a\rb\fc\n' | sed 's/\r/R/;s/\f/F/'; printf 'a\rb\n' | sed 's/[\r\x62]/R/g'; sed 'y/b/\x41/' <<< abc; sed 'y/b\/c/\r\t\n/' <<< abc | od -c; sed 'a foo\x41\tbar\abaz\qux' <<< x; sed 's/b/\xZZ/' <<< abc; sed 's/b/\x4/' <<< abc | od -c; sed 's/x/\xc3\xa9/' <<< x; sed 's/\xc3\xa9/e/' <<< café
### sed tells what is wrong with an expression
sed -E 's/a)/x/' <<< ab; sed 's/a\)/x/' <<< ab; sed -E 's/(group/x/' <<< ab; sed -E 's/group{2,1}/x/' <<< ab; sed 's/[b-a]/x/' <<< ab; sed 's/[a/x/' <<< ab
### sed: lines that null bytes end
printf 'a\0b\0' | sed -z 's/^/x/' | tr '\0' '\n'; printf 'a\nb\n' | sed -z 's/\n/,/g'; echo; printf 'a\0b' | sed -nz 2p | tr '\0' '\n'; printf 'a\0b\0' > f; sed -zi s/a/c/ f; tr '\0' '\n' < f; printf 'a\0b\0' | sed --null-data 'N;s/\x00/+/' | tr '\0' '\n'
### sed: counts of counts and unknown classes
echo aaa | sed -E 's/a**/x/'; echo a | sed 's/[[:foo:]]/x/'; echo aab | grep -E 'a**b'; echo a | sed -E 's/[[:alfa:]]+/x/'; echo 'a+*' | grep -E 'a\+*'; echo aab | grep -oE 'a+?b'; echo abab | sed -E 's/(ab)*+/x/'; echo a | grep '[[:foo:]]'; echo $?
### sed: null bytes between spaces
printf 'a\0b\0c\0' | sed -z 'N;P;D' | od -c; printf 'a\0b\0' | sed -z 'G' | od -c; printf 'a\0b\0' | sed -nz 'H;${x;p}' | od -c; printf 'a\0b\0' | sed -nz '=;F;w out' ; od -c out; printf 'x\0y\0' > r; printf 'a\0b\0' | sed -z 'R r' | od -c
