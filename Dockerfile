FROM node:22-bookworm-slim AS pages
WORKDIR /source
COPY Incidents.Api/schema.graphql Incidents.Api/
COPY Incidents.Dashboard Incidents.Dashboard
RUN cd Incidents.Dashboard && npm ci --no-audit --no-fund && npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
COPY --from=pages /source/Incidents.Api/wwwroot/dashboard Incidents.Api/wwwroot/dashboard
RUN dotnet publish Incidents.Api --configuration Release --output /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The image's own choice of a port would only be warned about: the host has its own.
ENV ASPNETCORE_HTTP_PORTS=
# Where compose.yaml keeps evidence: a new volume gets the owner of the folder.
RUN mkdir /data && chown $APP_UID /data
USER $APP_UID
EXPOSE 5080
ENTRYPOINT ["dotnet", "Incidents.Api.dll"]
