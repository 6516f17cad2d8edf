### auth entry out of config.json
cat > config.json <<'J'
{"auths":{"ghcr.io":{"auth":"anNpbmdoOnMzY3JldA=="},"https://index.docker.io/v1/":{}},"credsStore":"desktop"}
J
jq -r '.auths["ghcr.io"].auth' config.json | base64 -d; echo; jq -r '.auths | keys[]' config.json; jq '.auths|length' config.json; jq -r .credsStore config.json; jq -e .credHelpers config.json; echo $?
### edit config.json
echo '{"auths":{"ghcr.io":{}}}' > c.json; jq '.credHelpers["gcr.io"]="gcloud"' c.json > t && mv t c.json; cat c.json; jq 'del(.auths)' c.json; jq -c '. + {"psFormat":"json"}' c.json
### manifest
cat > m.json <<'J'
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"digest":"sha256:aaa","size":581},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:bbb","size":3623807},{"digest":"sha256:ccc","size":120}]}
J
jq -r '.layers[].digest' m.json; jq '[.layers[].size]|add' m.json; jq -r '.config.digest' m.json; jq '.layers|length' m.json; jq -r '.layers[0].digest[7:10]' m.json; jq -r '.layers[]|"\(.digest) \(.size)"' m.json; jq -r '.layers[]|[.digest,.size]|@tsv' m.json; jq -r '.layers[]|[.digest,.size]|@csv' m.json
### index by platform
cat > i.json <<'J'
{"manifests":[{"digest":"sha256:1","platform":{"os":"linux","architecture":"amd64"}},{"digest":"sha256:2","platform":{"os":"linux","architecture":"arm64","variant":"v8"}},{"digest":"sha256:3","platform":{"os":"unknown","architecture":"unknown"}}]}
J
jq -r '.manifests[]|select(.platform.architecture=="arm64").digest' i.json; jq -r '.manifests[]|select(.platform.os!="unknown")|.platform|.os+"/"+.architecture+(if .variant then "/"+.variant else "" end)' i.json; jq -c '.manifests|map(.platform.architecture)' i.json; jq '.manifests|group_by(.platform.os)|map({os:.[0].platform.os,n:length})' -c i.json
### tags list
echo '{"name":"acme/app","tags":["1.0","1.10","1.9","latest"]}' > t.json; jq -r '.tags[]' t.json | sort -V | tail -2; jq -r '.tags|sort|reverse|.[0]' t.json; jq -r '.tags|join(",")' t.json; jq '.tags|index("1.9")' t.json; jq -r '.tags[]|select(test("^[0-9]"))' t.json; jq -r '.tags|map(select(startswith("1.")))|length' t.json; jq -r '.tags[]' t.json | grep -E '^[0-9]+\.[0-9]+$' | sort -t. -k1,1n -k2,2n
### jq with arguments
jq -n --arg name app --argjson n 3 '{name:$name,n:$n}'; jq -nc --arg u jsingh --arg p 's3"cret' '{username:$u,password:$p}'; jq -rn --arg x y '$x'; jq -n 'env.HOME|type'; jq -nr '"a b"|@uri'; jq -nr '"u:p"|@base64'; jq -rn '"dTpw"|@base64d'
### jq errors
echo '{}' | jq .a.b; echo '{"a":1}' | jq '.a.b'; echo $?; echo 'not json' | jq .; echo $?; echo '[1]' | jq '.a'; echo $?; jq . nosuch.json; echo $?; echo '{}' | jq '.['; echo $?; echo '{}' | jq 'foo'; echo $?
### jq broken input
echo '{"a":1' | jq .; echo $?; echo "{'a':1}" | jq .; echo $?; printf '' | jq .; echo $?; echo '{"a":1,}' | jq .; echo $?; echo '{"a":1} {"a":2}' | jq -c .; echo '{"a":1} {"a":2}' | jq -s -c .
### jq compact sorted
echo '{"b":1,"a":[true,null,"x\ny"]}' | jq -S .; echo '{"b":1,"a":[]}' | jq -cS .; echo '"x"' | jq -r .; echo '[1,2]' | jq '.[]'; echo '{"a":"x"}' | jq -j .a; echo; echo '{"a":{}}' | jq .; echo '1.0 1e3 100000000000000000000' | jq .; echo '"é\u00e9<>&"' | jq .
### jq more filters
echo '[{"n":"a","s":3},{"n":"b","s":1}]' > f; jq -c 'sort_by(.s)' f; jq -c 'max_by(.s)' f; jq -c 'map({(.n):.s})|add' f; jq -c 'to_entries' f; jq -c '.[0]|to_entries[]' f; jq -c 'map(.s)|@json' f; jq 'any(.s>2)' f; jq -c '[.[]|.n]|unique' f; jq -r '.[]|.n as $x|"\($x)!"' f; jq -c 'first,last' f; jq -c '.[1:]' f; jq -c 'INDEX(.n)' f
### jq strings
jq -nr '"ghcr.io/acme/app:1.0"|split("/")|.[0]'; jq -nr '"a:b"|ltrimstr("a")'; jq -nr '"v1.2"|sub("v";"")'; jq -nr '"a.b.c"|gsub("\\.";"-")'; jq -nc '"1.2.3"|[splits("\\.")]|map(tonumber)'; jq -nr '"App"|ascii_downcase'; jq -nc '"x=1"|capture("(?<k>.)=(?<v>.)")'; jq -nr '"abc"|.[1:2]'; jq -n '"abc"|length'; jq -n '3|tostring'; jq -nr '[1,"a",null]|map(tostring)|join(" ")'
### jq alternatives and conditions
echo '{"a":null}' | jq -r '.a // "none"'; echo '{}' | jq -r '.x?'; echo '[{"a":1},2]' | jq -c '.[]|.a?'; echo '{"a":{"b":5}}' | jq '.a|has("b")'; echo '{}' | jq 'if .x then 1 else 2 end'; echo '{}' | jq 'try error("boom") catch .'; echo '{}' | jq 'error("boom")'; echo $?; echo '{"a":[1,2,3]}' | jq '.a|add/length'; echo '[3,1]' | jq -c 'sort'; echo '{"a":1}' | jq 'has("a"), (.a|type)'; echo '{"a":1}' | jq -r 'paths|join(".")'
### jq long and nested streams
jq -nc '0|until(.>20000; .+1)'; jq -nc '[0|while(.<20000; .+1)]|length'; jq -nc '[limit(4;1|repeat(.*2))]'; jq -nc '[nth(5; 1,2)]'; jq -nc '1|IN(repeat(1))'; jq -nc '2|IN(1,3)'; jq -nc '[[range(200000)]|.[]|[.]]|transpose|length'; jq -nc '[limit(4;1|recurse(.+1,.+10))]'; jq -nc '[[1,2],[3]]|combinations'; jq -nc '[1,2]|combinations'
### jq large values
jq -nc '[range(200000)|65]|implode|length'; jq -nc '("x"*300000)|@base64|length'; jq -nc '[range(300000)]|.[2:3]=[range(200000)]|length'
### jq locations and errors of null
jq -nc '[$__loc__,
$__loc__]'; jq -nc '[try error(null) catch 1, 2]'; jq -nc '[(error(null),5)?, 2]'; jq -nc 'error(null)'; echo $?; jq -nc '[limit(5;1|repeat(.+1,.+10))]'
