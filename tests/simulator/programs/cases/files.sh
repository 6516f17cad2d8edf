### ls
mkdir d; touch b a .h d/x; chmod +x b; ls; ls -a; ls -A; ls -1r; ls -F; ls d a; ls -d d; ls -R
### ls errors
ls nosuch; echo $?; ls -9 2>&1 | head -1; ls a b; echo $?
### ls long
umask 022; printf 12345 > f; mkdir d; ln -s f l; chmod 640 f; ls -l | awk '{print $1, $5, $NF}'
### mkdir
mkdir a; mkdir a; echo $?; mkdir x/y; mkdir -p x/y/z; ls x/y; mkdir; echo $?; mkdir -v q
### rmdir
mkdir -p a/b; rmdir a; rmdir a/b a; ls; rmdir nosuch; echo $?
### rm
touch f; rm f; rm f; echo $?; rm -f f; echo $?; mkdir d; rm d; rm -r d; ls; rm; echo $?; rm -v nosuch
### rm verbose
touch a b; rm -v a b; mkdir d; touch d/x; rm -rf d; echo $?
### cp
echo x > a; cp a b; cat b; cp nosuch c; echo $?; mkdir d; cp a d; ls d; cp d e; cp -r d e; ls e; cp a; echo $?; cp a b nosuchdir
### cp onto itself
echo x > a; cp a a; echo $?; mkdir d; cp -r d d/e; echo $?; cp -v a b
### mv
echo x > a; mv a b; ls; mv nosuch c; echo $?; mkdir d; mv b d; ls d; mv d d2; ls; mv d2/b d2/b; mv -v d2/b .
### ln
echo x > a; ln -s a l; readlink l; cat l; ln a h; cat h; ln -s a l; echo $?; ln -sf b l; readlink l; ln nosuch x; echo $?
### touch
touch a; touch -c nob; ls; touch -d '2020-01-02 03:04:05' a; TZ=UTC stat -c %y a | cut -c1-19; touch no/such; echo $?
### chmod
touch f; chmod 600 f; stat -c %a f; chmod u+x,g=r f; stat -c %a f; chmod a-x f; stat -c %a f; chmod +x f; stat -c %a f; chmod 9 f; echo $?; chmod u+x nosuch; echo $?; chmod -R go= .; stat -c %a f
### stat format
printf abc > f; stat -c '%n %s %F %a' f; mkdir d; stat -c '%F %A' d; ln -s f l; stat -c '%F %N' l; stat nosuch; echo $?
### basename and dirname
basename /a/b/c.txt; basename /a/b/c.txt .txt; basename /; basename a/; dirname /a/b; dirname a; dirname /; dirname a/b/; basename; echo $?
### readlink and realpath
mkdir d; ln -s d l; touch d/f; cd l; basename $(pwd -P); cd ..; [ "$(readlink -f l/f)" = "$(pwd -P)/d/f" ] && echo ok; realpath nosuch/x; echo $?
### find
mkdir -p a/b; touch a/1.txt a/b/2.txt a/3.md; find a | sort; find a -name '*.txt' | sort; find a -type d | sort; find a -maxdepth 1 -type f | sort; find a -name '*.md' -o -name 2.txt | sort; find a ! -name '*.txt' -type f
### find actions
mkdir a; touch a/x a/y; find a -type f -exec echo got {} \; | sort; find a -type f -exec echo all {} + | wc -w; find a -name x -delete; ls a; find nosuch; echo $?; find a -printf '%p %y\n' | sort
### du and wc
printf 'a b\nc\n' > f; wc f; wc -l f; wc -w < f; wc -c f; cat f | wc; wc f f; wc nosuch; echo $?
### tar
mkdir d; echo x > d/a; tar cf t.tar d; tar tf t.tar; rm -r d; tar xf t.tar; cat d/a; tar czf t.tgz -C d a; tar tzf t.tgz; tar xf nosuch.tar; echo $?; tar xOf t.tar d/a; tar cvf v.tar d
### gzip
echo hello > f; gzip f; ls; gunzip f.gz; cat f; gzip -c f | gunzip; gzip -k f; ls; zcat f.gz; gunzip nosuch; echo $?
### checksums
printf abc > f; sha256sum f; md5sum f; sha1sum < f; sha256sum f > s; sha256sum -c s; echo x >> f; sha256sum -c s; echo $?
### base64
echo hello | base64; printf 'aGVsbG8K' | base64 -d; seq 40 | base64 -w 0 | wc -c; seq 40 | base64 | head -1
### find depths that are none
mkdir -p a/b/c; find a -maxdepth x; echo $?; find a -mindepth -1; echo $?; find a -maxdepth 1 | sort; find a -mindepth 2
