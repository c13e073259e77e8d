import 'graphiql/graphiql.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

async function fetcher(request, options) {
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: { ...options?.headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify(request),
  });
  return response.json();
}

createRoot(document.getElementById('graphiql')).render(createElement(GraphiQL, { fetcher, defaultEditorToolsVisibility: true }));
