// Loaded into every Node process of the emulator by `--require`: names below localhost are loopback (RFC 6761 §6.3), which not
// every resolver knows.
const dns = require("node:dns");

const { lookup } = dns;
dns.lookup = (name, options, callback) =>
  lookup(typeof name === "string" && name.endsWith(".localhost") ? "127.0.0.1" : name, options, callback);
