// Usage: node follow.js <sse|ws> <url> <token> <city> <count>
// Follows the alerts of a town; after every third one it disconnects, and goes on by `after`. Prints a line for each alert, and "live"
// when it is told live for the first time. Ends after <count> alerts, or with exit code 1 where the server reports an error.
import { createClient as createSse } from 'graphql-sse';
import { createClient as createSocket } from 'graphql-ws';
import WebSocket from 'ws';

const [protocol, url, token, city, count] = process.argv.slice(2);
const query = `subscription($filter: LiveFilterInput, $after: Long) {
  alertRaised(filter: $filter, after: $after) { position missed { count } alert { sourceId } } }`;

const connect = () =>
  protocol === 'sse'
    ? createSse({ url, headers: { authorization: token }, retryAttempts: 20 })
    : createSocket({
        url: url.replace(/^http/, 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: { authorization: token },
        retryAttempts: 20,
        shouldRetry: () => true,
      });

let told = 0;
let after = null;
let isFirst = true;
while (told < Number(count)) {
  const client = connect();
  let onThisConnection = 0;
  for await (const result of client.iterate({ query, variables: { filter: { cities: [city] }, after } })) {
    if (result.errors) {
      console.error(JSON.stringify(result.errors));
      process.exit(1);
    }
    const { position, missed, alert } = result.data.alertRaised;
    if (missed) {
      console.error(`missed ${missed.count}`);
      process.exit(1);
    }
    after = position;
    if (!alert) {
      if (isFirst) console.log('live');
      isFirst = false;
      continue;
    }
    told += 1;
    onThisConnection += 1;
    console.log(alert.sourceId);
    if (told === Number(count) || onThisConnection === 3) break;
  }
  client.dispose();
}
process.exit(0);
