/** `Devices` of the Engine API. */
interface DeviceMapping {
  PathOnHost: string;
  PathInContainer: string;
  CgroupPermissions: string;
}

/** `vendor.com/class=name`: a device by the Container Device Interface. */
export function isCdiName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9.-]*[A-Za-z0-9]\/[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]?=[A-Za-z0-9][A-Za-z0-9_.:-]*$/.test(
    text,
  );
}

const isMode = (text: string): boolean => /^(?!.*(.).*\1)[rwm]+$/.test(text);

/**
 * `/dev/on-host[:/dev/inside][:rwm]`
 * @throws Error with the reason
 */
export function parseDevice(text: string): DeviceMapping {
  const parts = text.split(':');
  if (parts.length > 3 || parts[0] === '') throw new Error(`bad format for path: ${text}`);
  const [source = '', second, mode] = parts;
  if (mode !== undefined && !isMode(mode)) throw new Error(`bad mode specified: ${mode}`);
  const modeOnly = mode === undefined && second !== undefined && isMode(second);
  const target = second === undefined || modeOnly ? source : second;
  if (!target.startsWith('/')) throw new Error(`${target} is not an absolute path`);
  return {
    PathOnHost: source,
    PathInContainer: target,
    CgroupPermissions: mode ?? (modeOnly ? second : 'rwm'),
  };
}
