return await Incidents.Api.Launch.RunAsync(args);
