module shop.deploy

use shop

actor shopper

flow browse: shopper -> cart.add { data: [`cart contents`] }
