/** A build's progress as the engine streams it: BuildKit's `StatusResponse`. Times are milliseconds since the epoch. */

export interface Vertex {
  digest: string;
  inputs: string[];
  name: string;
  cached: boolean;
  started?: number;
  completed?: number;
  error: string;
}

export interface VertexStatus {
  id: string;
  vertex: string;
  current: number;
  total: number;
  timestamp: number;
  started?: number;
  completed?: number;
}

export interface VertexLog {
  vertex: string;
  timestamp: number;
  stream: number;
  data: Uint8Array;
}

export interface LineRange {
  start: number;
  end: number;
}

export interface SourceExcerpt {
  filename: string;
  data: string;
  ranges: LineRange[];
}

export interface VertexWarning {
  vertex: string;
  short: string;
  detail: string[];
  url: string;
  source: SourceExcerpt | undefined;
}

export interface StatusUpdate {
  vertexes: Vertex[];
  statuses: VertexStatus[];
  logs: VertexLog[];
  warnings: VertexWarning[];
}

/** Shows a build's progress. */
export interface Display {
  /** Takes news in. */
  update(status: StatusUpdate): Promise<void>;
  /** Shows what has come, and how time goes by. */
  refresh(): Promise<void>;
  /** The last picture. */
  done(): Promise<void>;
}
