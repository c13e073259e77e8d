// Usage: node follow.js <sse|ws> <url,...> <token> <city> <count>
// Follows the alerts of a town; after every third one it disconnects, and goes on by `after` at the next host. Where a host is gone, it
// goes to the next one, too. Prints a line for each alert, and "live" when it is told live for the first time. Ends after <count> alerts,
// or with exit code 1 where the server reports an error.
import { createClient as createSse } from 'graphql-sse';
import { createClient as createSocket } from 'graphql-ws';
import WebSocket from 'ws';

const [protocol, urls, token, city, count] = process.argv.slice(2);
const hosts = urls.split(',');
const query = `subscription($filter: LiveFilterInput, $after: Long) {
  alertRaised(filter: $filter, after: $after) { position missed { count } alert { sourceId } } }`;

const connect = (url) =>
  protocol === 'sse'
    ? createSse({ url, headers: { authorization: token }, retryAttempts: 0 })
    : createSocket({
        url: url.replace(/^http/, 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: { authorization: token },
        retryAttempts: 0,
      });

let told = 0;
let after = null;
let isFirst = true;
for (let connection = 0; told < Number(count); connection += 1) {
  const client = connect(hosts[connection % hosts.length]);
  try {
    await follow(client);
  } catch (error) {
    console.error(`gone: ${error?.message ?? error?.code}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  client.dispose();
}
process.exit(0);

async function follow(client) {
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
    if (told === Number(count) || onThisConnection === 3) return;
  }
}
