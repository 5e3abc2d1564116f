/** OAuth scopes; none implies another. */
export const scopes = ["dangbo/read", "dangbo/write", "dangbo/publish", "dangbo/admin"] as const;
export type Scope = (typeof scopes)[number];
