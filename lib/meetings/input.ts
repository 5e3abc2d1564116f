/** A record as a caller would have sent it: what a merge patch is applied to. */
export const inputOf = <T extends object>(schema: { shape: object; _zod: { output: T } }, record: object): T => {
  const names = Object.keys(schema.shape);
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name))) as T;
};
