using Stator.Silo;

return await SiloCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
