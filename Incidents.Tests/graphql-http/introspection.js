// Usage: node introspection.js <url> <authorization>. Sends the introspection query of the installed graphql package with its default
// options, with each option by itself, and with all options together that the server answered. Prints one JSON line a query: options,
// errors, types.
import { buildClientSchema, getIntrospectionQuery } from 'graphql';

const [url, authorization] = process.argv.slice(2);
const options = ['descriptions', 'specifiedByUrl', 'directiveIsRepeatable', 'schemaDescription', 'inputValueDeprecation',
  'experimentalDirectiveDeprecation', 'oneOf'];

async function send(names) {
  const query = getIntrospectionQuery(Object.fromEntries(names.map((name) => [name, true])));
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, operationName: 'IntrospectionQuery' }),
  });
  const { data, errors = [] } = await response.json();
  // graphql-js refuses a schema that it cannot work with: as strict as the tools that send this query.
  const types = errors.length > 0 ? [] : Object.keys(buildClientSchema(data).getTypeMap());
  console.log(JSON.stringify({ options: names, errors: errors.map((e) => e.extensions?.code ?? e.message), types }));
  return errors.length === 0;
}

await send([]);
const answered = [];
for (const option of options) if (await send([option])) answered.push(option);
await send(answered);
