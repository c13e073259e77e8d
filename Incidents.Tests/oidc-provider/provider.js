// Usage: node provider.js CONFIG. A real OIDC provider on 127.0.0.1, until its standard input ends. CONFIG is JSON: the port, the
// private keys (jwks), the origin of the host under test (origin), and the people by account id with their claims (people).
// Prints one line when it listens.
import Provider from 'oidc-provider'

const { port, jwks, origin, people } = JSON.parse(process.argv[2])
const issuer = `http://127.0.0.1:${port}`

const provider = new Provider(issuer, {
  jwks,
  clients: [
    {
      client_id: 'incidents',
      client_secret: 'secret of the pages',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [`${origin}/session/callback`],
      post_logout_redirect_uris: [`${origin}/session/signed-out`],
    },
    {
      client_id: 'script',
      client_secret: 'secret of the script',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub', 'roles', 'towns'], profile: ['name'] },
  findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  extraTokenClaims: (_, token) => people[token.clientId],
  features: {
    clientCredentials: { enabled: true },
    // The tests look at the parameters in the address.
    pushedAuthorizationRequests: { enabled: false },
    // Its own forms, where any password is right.
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => ({ scope: '', audience: resource.split(':').pop(), accessTokenFormat: 'jwt' }),
    },
  },
})

provider.listen(port, '127.0.0.1', () => console.log(`Listening: ${issuer}`))
process.stdin.resume().on('end', () => process.exit())
