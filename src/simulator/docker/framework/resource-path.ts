/**
 * The Engine API's path of one object. Go's client joins paths with `path.Join`, which takes out doubled and last
 * slashes, `.` and `..`: a container's name may be given as templates show it, `/web`.
 */
export function resourcePath(collection: string, name: string, action = ''): string {
  const before = `/${collection}/`;
  const after = action === '' ? '' : `/${action}`;
  const path = joined(`${before}${name}${after}`);
  if (path.length <= before.length + after.length || !path.startsWith(before) || !path.endsWith(after)) {
    return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
  }
  return `${before}${encodeURIComponent(path.slice(before.length, path.length - after.length))}${after}`;
}

function joined(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
