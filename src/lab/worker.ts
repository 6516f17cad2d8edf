import type { FromWorker, ToWorker } from './protocol.ts';

const post = (message: FromWorker) => self.postMessage(message);
let line = '';
self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'load') {
    post({ type: 'loaded', machine: 'laptop' });
    post({
      type: 'steps',
      steps: (data.lesson.steps as { id: string }[]).map(({ id }, i) => ({
        id,
        state: i < 2 ? 'done' : 'open',
        conditions: [],
      })),
    });
  }
  if (data.type === 'open') {
    post({ type: 'output', machine: data.machine, data: `jsingh@${data.machine}:~$ ` });
    post({ type: 'ready', machine: data.machine });
  }
  if (data.type === 'input') {
    for (const key of data.data) {
      if (key === '\r') {
        post({
          type: 'output',
          machine: data.machine,
          data: `\r\n${line}: command not found\r\njsingh@${data.machine}:~$ `,
        });
        line = '';
        post({ type: 'ran', machine: data.machine });
      } else if (key >= ' ') {
        line += key;
        post({ type: 'output', machine: data.machine, data: key });
      }
    }
  }
};
