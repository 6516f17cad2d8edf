/**
 * gh 2.60.0: words, flags, layout and exit statuses are those of its source at the tag `v2.60.0` (`pkg/cmd/root`,
 * `pkg/cmd/auth`, `pkg/cmd/api`, `internal/ghcmd`, `internal/authflow`), with go-gh 2.11.0, oauth 1.1.1 and
 * survey 2.3.7, which it is built with. What help says of commands and flags is in our own words.
 */
export const VERSION = 'gh version 2.60.0 (2024-10-24)\nhttps://github.com/cli/cli/releases/tag/v2.60.0\n';
