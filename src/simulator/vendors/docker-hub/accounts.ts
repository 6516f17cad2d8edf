import type { Credentials, Scope } from '../../registry/token.ts';
import { allows } from '../schema.ts';
import type { DockerHubDefinition, HubAccount } from './definition.ts';
import type { HubState } from './state.ts';

/** A client that showed who it is. */
export interface Identity {
  account: HubAccount;
  /** What its personal access token may do; a password may do all. */
  access: 'read-write-delete' | 'read-write' | 'read-only' | 'public-read-only';
}

/** Why credentials were refused, in the words of Docker Hub's token service. */
const REFUSALS = {
  wrong: 'incorrect username or password',
  twoFactor: 'please use personal access token to login',
  expired: 'personal access token is expired',
  scope: 'access token has insufficient scopes',
} as const;

/** Docker Hub's accounts: who somebody is, and what they may do with which repository. */
export class HubAccounts {
  private readonly definition: DockerHubDefinition;
  private readonly state: () => HubState;
  private readonly now: () => number;

  constructor(definition: DockerHubDefinition, state: () => HubState, now: () => number) {
    this.definition = definition;
    this.state = state;
    this.now = now;
  }

  /** Who the credentials belong to, or why they are refused. A name may be the e-mail address. */
  identify({ username, password }: Credentials): Identity | { refused: string } {
    const name = username.toLowerCase();
    const account = this.definition.accounts.find(
      (candidate) => candidate.name === name || (candidate.email !== '' && candidate.email === name),
    );
    if (!account) return { refused: REFUSALS.wrong };
    const token = [...account.tokens, ...(this.state().issued.get(account.name) ?? [])].find(
      (candidate) => candidate.token === password,
    );
    if (token) {
      const over = token.expires !== undefined && token.expires <= this.now();
      return over ? { refused: REFUSALS.expired } : { account, access: token.access };
    }
    if (account.password !== password) return { refused: REFUSALS.wrong };
    return account['two-factor'] ? { refused: REFUSALS.twoFactor } : { account, access: 'read-write-delete' };
  }

  find(name: string): HubAccount | undefined {
    return this.definition.accounts.find((account) => account.name === name);
  }

  /**
   * What of a wanted scope a client gets. Refused outright is a push with a token that only reads: Docker Hub says so
   * at once, and does not hand out less.
   */
  grant(identity: Identity | undefined, { type, name, actions }: Scope): Scope | { refused: string } {
    if (type !== 'repository') return { type, name, actions: [] };
    const role = identity && this.role(identity.account, name);
    const known = this.state().repositories.get(name);
    if (known?.locked) return { type, name, actions: [] };
    const readable = known !== undefined && (known.visibility === 'public' || allows(role, 'read'));
    if (identity && identity.access !== 'read-write-delete' && allows(role, 'write')) {
      const beyond = identity.access === 'read-write' ? ['delete'] : ['push', 'delete'];
      if (actions.some((action) => beyond.includes(action))) return { refused: REFUSALS.scope };
      if (identity.access === 'public-read-only' && known?.visibility === 'private') {
        return { refused: REFUSALS.scope };
      }
    }
    const writable = allows(role, 'write');
    return {
      type,
      name,
      actions: actions.filter((action) => {
        if (action === 'pull') return readable || (writable && actions.includes('push'));
        if (action === 'push') return writable;
        return action === 'delete' && allows(role, 'admin');
      }),
    };
  }

  /** What an account may do with a repository. `library/…` belongs to Docker alone. */
  private role(account: HubAccount, repository: string): 'read' | 'write' | 'admin' | undefined {
    const namespace = repository.slice(0, repository.indexOf('/'));
    if (namespace === account.name) return 'admin';
    const member = this.definition.organizations.find(({ name }) => name === namespace)?.members[
      account.name
    ];
    if (member) return member;
    return this.state().repositories.get(repository)?.collaborators.includes(account.name)
      ? 'write'
      : undefined;
  }
}
