using Stator.Silo;

// A silo that is told to end drains, and hands its grains on; that may take as long as the host gives it.
return await SiloCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(5) }).ConfigureAwait(false);
