// A WebSocket client for text messages (RFC 6455), because node has had one only since version 22.
'use strict';

const { randomBytes } = require('node:crypto');
const http = require('node:http');

class WebSocketClient {
  static open(address, receive) {
    const { hostname, port, pathname } = new URL(address);
    return new Promise((resolve, reject) => {
      const request = http.request({
        hostname, port, path: pathname, headers: {
          Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13, 'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        },
      });
      request.once('upgrade', (_, socket, head) => resolve(new WebSocketClient(socket, head, receive)));
      request.once('response', (response) => reject(new Error(`The WebSocket was refused: ${response.statusCode}`)));
      request.once('error', reject);
      request.end();
    });
  }

  constructor(socket, head, receive) {
    Object.assign(this, { socket, receive, buffer: head, parts: [] });
    socket.on('data', (data) => {
      this.buffer = Buffer.concat([this.buffer, data]);
      while (this.readFrame());
    });
    socket.on('error', () => {});
  }

  /** Reads one frame; false if it is incomplete. */
  readFrame() {
    const { buffer } = this;
    if (buffer.length < 2) return false;
    let [length, start] = [buffer[1] & 127, 2];
    if (length === 126 && buffer.length >= 4) [length, start] = [buffer.readUInt16BE(2), 4];
    else if (length === 127 && buffer.length >= 10) [length, start] = [Number(buffer.readBigUInt64BE(2)), 10];
    else if (length > 125) return false;
    if (buffer.length < start + length) return false;
    const [code, isLast, content] = [buffer[0] & 15, buffer[0] & 128, buffer.subarray(start, start + length)];
    this.buffer = buffer.subarray(start + length);
    if (code === 9) this.write(10, content);
    if (code > 2) return true;
    this.parts.push(content);
    if (isLast) {
      const text = Buffer.concat(this.parts).toString('utf8');
      this.parts = [];
      this.receive(text);
    }
    return true;
  }

  send(text) { this.write(1, Buffer.from(text)); }

  /** Writes one masked frame. */
  write(code, content) {
    const size = content.length < 126 ? 0 : content.length < 65536 ? 2 : 8;
    const header = Buffer.alloc(2 + size);
    header[0] = 128 | code;
    header[1] = 128 | (size === 0 ? content.length : size === 2 ? 126 : 127);
    if (size === 2) header.writeUInt16BE(content.length, 2);
    if (size === 8) header.writeBigUInt64BE(BigInt(content.length), 2);
    const mask = randomBytes(4);
    this.socket.write(Buffer.concat([header, mask, content.map((byte, k) => byte ^ mask[k & 3])]));
  }

  close() { this.socket.destroy(); }
}

module.exports = { WebSocketClient };
