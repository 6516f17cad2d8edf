/** A refusal of the ECR API: its exception's name and message. */
export class EcrError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.name = 'EcrError';
    this.type = type;
  }
}

/** How ECR's messages name an image. */
export const imageIdText = ({ imageDigest, imageTag }: { imageDigest?: string; imageTag?: string }): string =>
  `{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}`;
