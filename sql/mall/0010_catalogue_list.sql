-- The desk's lists of products.
CREATE INDEX product_position ON product (position, sku);
CREATE INDEX product_stock ON product (stock) WHERE active = 1;
