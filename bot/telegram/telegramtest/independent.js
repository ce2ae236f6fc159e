// Runs the server of the npm package telegram-test-api on a free port of 127.0.0.1. It prints its address, then a line
// whenever something changed, and ends when its input does.
'use strict';

const net = require('net');
const {TelegramServer} = require('telegram-test-api/lib/telegramServer.js');

const probe = net.createServer().listen(0, '127.0.0.1', () => {
  const {port} = probe.address();
  probe.close(async () => {
    const server = new TelegramServer({port, host: '127.0.0.1', storeTimeout: 600});
    for (const event of ['AddedBotMessage', 'EditedMessageText', 'EditedMessageReplyMarkup']) {
      server.on(event, () => process.stdout.write(`${event}\n`));
    }
    await server.start();
    process.stdout.write(`${server.config.apiURL}\n`);
  });
});

process.stdin.on('end', () => process.exit(0)).resume();
