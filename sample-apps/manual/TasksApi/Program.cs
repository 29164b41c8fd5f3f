using TaskData;
using TasksApi.Reports;
using TasksApi.Tasks;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddProblemDetails();
builder.Services.AddHealthChecks();
builder.Services.AddTasksDatabase(builder.Configuration);
builder.Services.AddTasks(builder.Configuration);
builder.Services.AddReports(builder.Configuration);
builder.Services.AddTelemetry(builder.Configuration, "tasks-api");
DatabaseSpans.Add(builder.Services);

var app = builder.Build();

app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapHealthChecks("/health");
app.MapTasks();
app.MapReports();

await app.Services.CreateTablesAsync();
await app.RunAsync();
