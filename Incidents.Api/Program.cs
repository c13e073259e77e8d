return await Incidents.Api.Launch.Run(args);
