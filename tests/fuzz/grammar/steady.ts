import { oneOf } from './words.ts';

/** What people who know what they do begin with: without it too little ever runs. */
export const steady = oneOf(
  'docker run -d --name web -p 8080:80 busybox httpd -f -p 80',
  'docker run -d --name web -P -v vol:/data nginx',
  'docker run -d --name db -v tiny:/x busybox sleep 1000',
  "docker run -d --name c1 --restart always busybox sh -c 'echo hi; sleep 5; exit 1'",
  'docker run -dit --name c2 --network n1 busybox',
  "docker run -d --name c2 --health-cmd true --health-interval 30s busybox sh -c 'while true; do date; sleep 30; done'",
  'docker network create n1',
  'docker network connect n1 db',
  'docker exec -d db sleep 500',
  "docker exec db sh -c 'echo a > /f; rm -r /etc/passwd; exit 3'",
  'docker pull nginx & docker pull busybox:1.36 & wait',
  'docker pull busybox && docker tag busybox localhost:5000/app && docker push localhost:5000/app',
  'docker login -u learner -p s3cret && docker tag busybox learner/app:v1 && docker push learner/app:v1',
  'docker build -t built tiny',
  'DOCKER_BUILDKIT=0 docker build -t built app',
  'docker commit db learner/built:1.0',
  'docker save busybox -o out.tar && docker rmi -f busybox && docker load -i out.tar',
  'docker export db -o out.tar && docker import out.tar flat',
  'docker cp tiny db:/ && docker diff db',
  'sleep 20',
);
