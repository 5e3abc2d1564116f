/** The values of a parameter of a media type (RFC 9110 §8.3.1), by its lower-case name; without quotes. Spaces are tolerated. */
export const parameterValues = (mediaType: string, name: string): string[] =>
  [...mediaType.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g)].flatMap(
    ([, key = "", quoted, token = ""]) =>
      key.toLowerCase() === name ? [quoted?.replaceAll(/\\(.)/g, "$1") ?? token] : [],
  );
