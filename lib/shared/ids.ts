/**
 * Record ids: Crockford base32, sortable by creation. The own part is 18 characters (10 of milliseconds, 8 random); a
 * record of a tenant (its grassroots committee, or a superior committee for its own records) ends with the tenant's
 * 18 characters, so that record and tenant can be read in one round trip.
 */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeLength = 10;
const randomLength = 8;
const randomSpace = 32n ** BigInt(randomLength);
export const ownLength = timeLength + randomLength;

/** Characters of the longest id: a photo's own part, its meeting's own part and the tenant. */
const longestId = 3 * ownLength;
const idForm = new RegExp(`^[${alphabet}]{${ownLength},${longestId}}$`);

export type NewId = (tenantId?: string) => string;

const encode = (value: bigint, length: number) => {
  let rest = value;
  let text = "";
  for (let i = 0; i < length; i++) {
    text = alphabet.charAt(Number(rest % 32n)) + text;
    rest /= 32n;
  }
  return text;
};

/**
 * Makes ids, each greater than the one before in this process even within a millisecond.
 * @param milliseconds the time now, since the epoch
 * @param randomBytes gives that many random bytes
 */
export const createIds = (milliseconds: () => number, randomBytes: (count: number) => Uint8Array): NewId => {
  let lastTime = 0;
  let lastRandom = 0n;
  return (tenantId = "") => {
    const time = Math.max(milliseconds(), lastTime);
    // Within one millisecond ids count upward; a fresh millisecond starts in the lower half, so counting has room.
    const fresh = randomBytes(5).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) % (randomSpace / 2n);
    lastRandom = time === lastTime ? lastRandom + 1n : fresh;
    lastTime = time;
    return encode(BigInt(time), timeLength) + encode(lastRandom, randomLength) + tenantId;
  };
};

/** Characters of the order within one millisecond and of the digest in a derived id. */
const orderLength = 6;
const digestLength = 2 * ownLength - timeLength - orderLength;

/**
 * A deterministic id for what has no id of its own, sortable by time, then by order.
 * @param milliseconds since the epoch
 * @param order lower for what came first
 * @param digest at least 13 uniformly distributed bytes
 */
export const derivedId = (milliseconds: number, order: number, digest: Uint8Array): string => {
  const own = digest.subarray(0, 13).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return (
    encode(BigInt(milliseconds), timeLength) + encode(BigInt(order), orderLength) + encode(own >> 4n, digestLength)
  );
};

/** Whether a text has the form of an id. Malformed ids are treated like unknown ones. */
export const isId = (text: unknown): text is string =>
  typeof text === "string" && idForm.test(text) && text.length % ownLength === 0;

/** The tenant that an id hints at: its last 18 characters (an 18-character id is its own tenant). */
export const tenantIdFromId = (id: string) => id.slice(-ownLength);

/** The meeting in a photo's id. */
export const meetingOfPhoto = (photoId: string) => photoId.slice(ownLength);

/** The meeting of a photo's id; any other id itself. */
export const ownerIdOf = (id: string): string => (id.length > 2 * ownLength ? meetingOfPhoto(id) : id);
