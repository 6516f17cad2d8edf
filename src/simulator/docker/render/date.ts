/** Go's `time.Time.String()` of whole seconds since the epoch, in UTC: `2025-04-16 14:50:31 +0000 UTC`. */
export function goTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19)} +0000 UTC`;
}

/** RFC 3339 of whole seconds since the epoch, in UTC: `2025-04-16T14:50:31Z`. */
export function rfc3339(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
