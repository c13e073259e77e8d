FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish Incidents.Api --configuration Release --output /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The image's own choice of a port would only be warned about: the host has its own.
ENV ASPNETCORE_HTTP_PORTS=
USER $APP_UID
EXPOSE 5080
ENTRYPOINT ["dotnet", "Incidents.Api.dll"]
