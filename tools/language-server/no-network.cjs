// Loaded before the language server: whatever would leave this machine ends it, and is named.
"use strict";
const net = require("node:net");
const dns = require("node:dns");

function refuse(what) {
  return (...given) => {
    process.stderr.write(`network: ${what} ${JSON.stringify(given[0])}\n`);
    process.exit(86);
  };
}
net.Socket.prototype.connect = refuse("connect");
dns.lookup = refuse("lookup");
dns.promises.lookup = refuse("lookup");
