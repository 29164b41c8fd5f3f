using MongoDB.Bson;
using MongoDB.Driver;

namespace Libraries.Databases;

/// <summary>A document written, one read and a command that the server refuses.</summary>
static class Mongo
{
    public static async Task RunAsync(string connectionString)
    {
        using var client = new MongoClient(connectionString);
        IMongoCollection<BsonDocument> orders = client.GetDatabase("shop").GetCollection<BsonDocument>("orders");
        await orders.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "customer", "Ada" } });
        BsonDocument found = await orders.Find(new BsonDocument("customer", "Ada")).FirstAsync();
        Console.WriteLine(found["customer"]);
        try
        {
            await client.GetDatabase("shop").RunCommandAsync<BsonDocument>(new BsonDocument("refuse", 1));
        }
        catch (MongoCommandException exception)
        {
            Console.WriteLine(exception.Code);
        }
    }
}
