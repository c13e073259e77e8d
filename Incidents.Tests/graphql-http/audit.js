// Usage: node audit.js <url>. Prints one line a failed audit: id, name, reason. Exit code 1 where a MUST or a SHOULD fails.
import { serverAudits } from 'graphql-http';

const [url] = process.argv.slice(2);
let broken = 0;
let passed = 0;
for (const audit of serverAudits({ url })) {
  const result = await audit.fn();
  if (result.status === 'ok') {
    passed += 1;
    continue;
  }
  const isOptional = audit.name.startsWith('MAY');
  if (!isOptional) broken += 1;
  console.log(`${result.status}: ${audit.id} ${audit.name}: ${result.reason}`);
  await result.response?.body?.cancel().catch(() => {});
}
console.log(`${passed} audits passed.`);
process.exitCode = broken > 0 ? 1 : 0;
