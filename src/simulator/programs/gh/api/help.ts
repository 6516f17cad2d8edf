import type { Flag } from '../../../common/pflag/flag.ts';

/** What `gh api --help` says, and the flags it lists. */

export const LONG = [
  "Sends a request to GitHub's API, as the account that gh is logged in to, and prints the answer.",
  '',
  'The endpoint is a path of the REST API, such as `user/packages`, or `graphql`.',
  '',
  '`{owner}`, `{repo}` and `{branch}` in it are those of the repository that one is in, or of',
  'the one that the variable `GH_REPO` names.',
  '',
  'The method is `GET`, or `POST` as soon as there are parameters; `--method` says another.',
  '',
  'Parameters are given as `name=value`: `-f` takes the value for a text, `-F` looks at it:',
  '',
  '- `true`, `false`, `null` and whole numbers become what they mean in JSON;',
  '- `{owner}`, `{repo}` and `{branch}` are put in;',
  '- after `@` follows the name of a file that holds the value, `-` being standard input.',
  '',
  'They are sent as a JSON object; with the method `GET` they go into the query of the address.',
  '`name[member]=value` makes an object, `name[]=value` a list, and `name[]` an empty list.',
  'For GraphQL all but `query` and `operationName` are variables.',
  '',
  '`--input` sends a file as it is; parameters go into the query of the address then.',
  '',
  '`--paginate` asks for further pages as long as there are any; `--slurp` makes a list of the pages.',
  '',
].join('\n');

export const EXAMPLES = [
  "# Container packages of one's own",
  "$ gh api '/user/packages?package_type=container'",
  '',
  '# The visibility of one of them',
  '$ gh api /user/packages/container/myapp --jq .visibility',
  '',
  '# Delete one',
  '$ gh api --method DELETE /user/packages/container/myapp',
  '',
  '# Parameters in the query',
  "$ gh api -X GET search/issues -f q='repo:cli/cli is:open remote'",
  '',
  '# A header',
  "$ gh api -H 'Accept: application/vnd.github+json' user",
].join('\n');

export const ENVIRONMENT = [
  'GH_TOKEN, GITHUB_TOKEN (the first that is set): the token for github.com.',
  '',
  'GH_ENTERPRISE_TOKEN, GITHUB_ENTERPRISE_TOKEN (the first that is set): the token for other hosts.',
  '',
  'GH_HOST: the host to ask in place of github.com.',
].join('\n');

export const FLAGS: readonly Flag[] = [
  { name: 'hostname', type: 'string', usage: 'GitHub host to ask (default "github.com")' },
  { name: 'method', short: 'X', type: 'string', usage: 'HTTP method', default: 'GET' },
  {
    name: 'field',
    short: 'F',
    type: 'list',
    label: 'key=value',
    usage: 'Parameter whose value is looked at',
  },
  {
    name: 'raw-field',
    short: 'f',
    type: 'list',
    label: 'key=value',
    usage: 'Parameter whose value is a text',
  },
  { name: 'header', short: 'H', type: 'list', label: 'key:value', usage: 'HTTP header to send' },
  {
    name: 'preview',
    short: 'p',
    type: 'strings',
    label: 'names',
    usage: 'Previews of the API to ask for, without "-preview"',
  },
  { name: 'include', short: 'i', type: 'bool', usage: "Print the answer's status and headers too" },
  { name: 'slurp', type: 'bool', usage: 'With "--paginate": make one list of all pages' },
  { name: 'paginate', type: 'bool', usage: 'Ask for all pages, one after the other' },
  { name: 'input', type: 'string', label: 'file', usage: 'File to send as the body ("-": standard input)' },
  { name: 'silent', type: 'bool', usage: 'Do not print the body of the answer' },
  { name: 'template', short: 't', type: 'string', usage: 'Lay the answer out by a Go template' },
  { name: 'jq', short: 'q', type: 'string', usage: 'Print what this jq filter makes of the answer' },
  { name: 'cache', type: 'duration', usage: 'Keep the answer that long: "3600s", "60m", "1h"' },
  { name: 'verbose', type: 'bool', usage: 'Print all of the request and of the answer' },
];
