using Microsoft.Extensions.Options;
using Orders;
using Orders.Letters;
using Orders.Payments;
using Orders.Routes;
using PaymentProvider;
using Stator.Embedded;
using Stator.Embedded.Hosting;
using Stator.Http;
using Stator.Machines;
using Stator.Machines.Services;
using Stator.Storage.Sqlite;

// An ordinary ASP.NET Core application: its settings, its services, its routes.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var section = builder.Configuration.GetSection(OrdersOptions.Section);
builder.Services.AddOptions<OrdersOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
var options = section.Get<OrdersOptions>() ?? new();
builder.Services.AddHttpClient<PaymentClient>();
builder.Services.AddSingleton(new Postbox(Path.Combine(options.Data, "letters")));

// What makes its orders durable: a host for instances, where they are kept, and the machines to run.
builder.Services.AddStator(stator => stator.SecretKeys.Add(SecretKeyFile.ReadOrMake(options.Data)));
builder.Services.AddSqliteStore(options.Data);
builder.Services.AddDefinitionFolder(new DefinitionFolderOptions(Path.Combine(AppContext.BaseDirectory, "Machines"), IsWatched: false));

// The code for the names in the machines: logic of one machine, and a service with what it needs from this application.
builder.Services.AddMachineLogic<OrderLogic>("order");
builder.Services.AddMachineService(
    "charge",
    (PaymentInput input, ServiceCall call, PaymentClient payments, CancellationToken cancellation) => payments.ChargeAsync(input, call, cancellation),
    service =>
    {
        service.Timeout = options.AttemptTimeout;
        service.MaxConcurrency = 16;
    });
builder.Services.AddHealthChecks().AddStator();

var app = builder.Build();
app.MapOrders();
app.MapHealthChecks("/health");

// The interface of Stator itself, for operators: history, incidents, figures. 'stator history order 4711 --url http://…/stator' asks it.
app.MapStator("/stator");

if (options.ProviderUrl is null)
{
    app.MapPaymentProvider("/provider", app.Services.GetRequiredService<IOptions<OrdersOptions>>().Value.FailRate);
}

app.Run();
