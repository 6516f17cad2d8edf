import { describeRefusals, HUB, login, push } from './harness.ts';

const GAR = 'us-central1-docker.pkg.dev';

const SERVICE = {
  service: {
    vendor: 'artifact-registry',
    project: 'proj',
    accounts: [{ name: 'ada@example.com', role: 'writer' }, { name: 'guest@example.com' }],
    tokens: [
      { token: 'ya29.ada', account: 'ada@example.com' },
      { token: 'ya29.guest', account: 'guest@example.com' },
    ],
    repositories: [{ name: 'images' }],
  },
  holds: { 'proj/images/app:1': 'tiny' },
};

describeRefusals('Artifact Registry', { registries: [HUB, SERVICE] }, [
  {
    row: '35 no permission to push',
    before: [login('oauth2accesstoken', 'ya29.guest', GAR)],
    run: push(`${GAR}/proj/images/app:2`),
    says: 'denied: Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "projects/proj/locations/us-central1/repositories/images" (or it may not exist)',
  },
  {
    row: '35 no permission to pull',
    before: [login('oauth2accesstoken', 'ya29.guest', GAR)],
    run: `docker pull ${GAR}/proj/images/app:1`,
    says: `Error response from daemon: Head "https://${GAR}/v2/proj/images/app/manifests/1": denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/proj/locations/us-central1/repositories/images" (or it may not exist)`,
  },
  {
    row: '36 docker is not configured',
    run: push(`${GAR}/proj/images/app:2`),
    says: 'denied: Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.uploadArtifacts" on resource "projects/proj/locations/us-central1/repositories/images" (or it may not exist)',
  },
  {
    row: '37 two parts',
    before: [login('oauth2accesstoken', 'ya29.ada', GAR)],
    run: push(`${GAR}/proj/app:1`),
    says: 'name invalid: Missing image name. Pushes should be of the form docker push HOST-NAME/PROJECT-ID/REPOSITORY/IMAGE',
  },
  {
    row: '38 no such repository',
    before: [login('oauth2accesstoken', 'ya29.ada', GAR)],
    run: push(`${GAR}/proj/app/web:1`),
    says: 'name unknown: Repository "app" not found',
  },
]);
