// The certified OpenID provider of npm, `oidc-provider`, for one client on this machine.
// node certified.mjs NODE_MODULES PORT CLIENT SECRET SITE ROLES_FILE
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, port, client, secret, site, roles] = process.argv.slice(2);
const library = `${modules}/oidc-provider/lib/index.js`;
const { Provider } = await import(pathToFileURL(library).href);

const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: client,
      client_secret: secret,
      redirect_uris: [`${site}/oauth2callback`],
      // where Streamlit sends a person back to after both have signed them out
      post_logout_redirect_uris: [`${site}/oauth2callback`],
    },
  ],
  claims: { openid: ["sub", "roles"], profile: ["name"], email: ["email"] },
  // what a person is stands in the token itself
  conformIdTokenClaims: false,
  cookies: { keys: ["of the tests"] },
  // who a person is, as the file states it now
  findAccount: (_, person) => ({
    accountId: person,
    claims: () => ({ sub: person, roles: JSON.parse(readFileSync(roles, "utf8"))[person] ?? [] }),
  }),
  // nobody is asked whether the dashboard may know their name
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid profile email");
    grant.addOIDCClaims(["sub", "roles", "name", "email"]);
    await grant.save();
    return grant;
  },
});
provider.listen(Number(port), "localhost");
