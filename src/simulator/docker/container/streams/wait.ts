import type { Invocation } from '../../framework/invocation.ts';

interface WaitAnswer {
  StatusCode: number;
  Error?: { Message: string } | null;
}

/** What is waited for: the end of the process that runs or comes next, or that the container is gone. */
type Condition = 'not-running' | 'next-exit' | 'removed';

/** Waits for a container and gives its exit status; 125 when that cannot be told. */
export async function waitFor(
  { engine, warn }: Invocation,
  id: string,
  condition: Condition,
): Promise<{ status: Promise<number> }> {
  const response = await engine.request('POST', `/containers/${id}/wait`, { query: { condition } });
  const status = async (): Promise<number> => {
    try {
      const answer = (await response.json()) as WaitAnswer;
      if (!answer.Error) return answer.StatusCode;
      await warn(`Error waiting for container: ${answer.Error.Message}\n`);
    } catch (error) {
      await warn(`error waiting for container: ${(error as Error).message}\n`);
    }
    return 125;
  };
  return { status: status() };
}
