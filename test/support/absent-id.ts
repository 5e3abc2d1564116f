/** An id with the time and tenant of another, but without a record: the random part of a real id never starts with Z. */
export const absentId = (id: string): string => `${id.slice(0, 10)}ZZZZZZZZ${id.slice(18)}`;
